"""Tests of the portal; each file mirrors the code file of the same name."""
