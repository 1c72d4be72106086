"""Queries: queues, matters, timelines."""
