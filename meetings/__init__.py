"""Meetings, their sessions, the sign-up lists and the video-call links."""
