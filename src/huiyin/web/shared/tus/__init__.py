"""Resumable uploads by the tus protocol, 1.0: any client of it can send files here."""
