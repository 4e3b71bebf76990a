"""How far a sign-up could get: the portal's middleware and the very statements of a sign-up, and
nothing else. No form, no rules, no models."""
