"""Signing in with Wikimedia, against a real OAuth 2 server."""
