"""Typesetting: receipts and official documents, from frozen dataclasses to PDF bytes, offline."""
