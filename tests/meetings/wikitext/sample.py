"""A page with two dates, built like the network's own; names are invented."""

from tests.meetings.wikitext.kinds import sign

TWO_DATES = f"""Peer-to-peer example: a space for sharing

Trainer
Vera Vorlage from an affiliate
Date
Wednesday 14th February 15hs UTC and Tuesday 27th February 17 UTC at Zoom (a link will be sent).
Language
English

== Register for the meeting! ==

You need not be a member. I ask for pre-registration (with your username ~~~~). Write to us.

== I want to take part in the meeting ==

If you want to participate, just add yourself to the list below and I'll send you the link.

'''Wednesday 14th February, time 15 UTC'''

# {sign("Vera Vorlage (WMAR)", "17:18, 29 January 2024 (UTC)")}
# --{sign("Bruno Beispiel (WMAT)", "17:56, 29 January 2024 (UTC)")}
# {sign("Cleopatra99", "17:59, 29 January 2024 (UTC)")}
# Edgar exemplum(Use talk:Edgar exemplum:talk) 10:11, 29 January 2024 (UTC)
# {sign("Łucja Przykład (WMPL)", "09:02, 30 January 2024 (UTC)")}
# --{sign("Luc Modèle WMFr", "09:39, 30 January 2024 (UTC)")}
# {sign("Mia WMCH", "16:06, 30 January 2024 (UTC)")}
# {sign("NModelo (WMB)", "21:22, 31 January 2024 (UTC)")}
# [[User:Otto Muster (WMDE)|Otto Muster (WMDE)]] 04:23, 2 February 2024 (UTC)
# Pia Ejemplo (WMAR)
# {sign("Quentin Kila Siku", "08:22, 11 February 2024 (UTC)")}
# --{sign("Rosa Esempio (WMIT)", "13:55, 12 February 2024 (UTC)")}
# {sign("Sam Sample (WMUK)", "14:22, 13 February 2024 (UTC)")}

'''Tuesday 27th February, time 17 UTC'''

# {sign("Vera Vorlage (WMAR)", "17:18, 29 January 2024 (UTC)")}
# --{sign("Ursula (WDU)", "19:24, 29 January 2024 (UTC)")}
# {sign("Quentin Kila Siku", "06:05, 30 January 2024 (UTC)")}
# {sign("Wanda Vorbild (WMDE)", "13:50, 30 January 2024 (UTC)")}
# {sign("Xóchitl Muestra (WMMX)", "17:00, 30 January 2024 (UTC)")}
# {sign("YModelo (WMB)", "15:22, 5 February 2024 (UTC)")}
# Pia Ejemplo (WMAR)
# {sign("Zmalena", "15:22, 9 February 2024 (UTC)")}
# {sign("ASample-WMF", "15:45, 9 February 2024 (UTC)")}
# {sign("Sam Sample (WMUK)", "14:21, 13 February 2024 (UTC)")}

== Other info ==

The meeting is a part of the 2023 programme.

== The safe space policy for video conferences ==

== Basic rules for all participants ==

* Friendliness and mutual respect – contribute to a pleasant atmosphere.
* Identity – Do not attempt to impersonate another person.

== Facilitation ==

* Technical role – The facilitator has technical rights.
"""
