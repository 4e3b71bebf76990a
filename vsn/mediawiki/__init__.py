"""The wiki that people's accounts are on: looking them up, and mailing them through it."""
