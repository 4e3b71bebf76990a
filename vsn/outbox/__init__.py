"""Deliveries: what is owed to whom, written with its cause, sent by workers, never lost.

An app registers, when it starts, a renderer for each topic and a planner that writes down who is
owed what (`dispatch.register_topic`, `dispatch.register_planner`).
"""
