"""How often something anonymous may happen. Counts under a keyed hash, in the shared cache; no
address is stored anywhere."""

import hmac
import ipaddress
import time
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def allow(what: str, who: str, *, times: int, seconds: int) -> bool:
    """True for the first `times` calls in each window of `seconds`, for this thing and person."""
    window = int(time.time() // seconds)
    text = f"{what}:{who}:{window}".encode()
    key = "limit:" + hmac.new(settings.SECRET_KEY.encode(), text, sha256).hexdigest()
    if cache.add(key, 1, timeout=seconds):
        return times > 0
    try:
        count = cache.incr(key)
        # The database cache forgets the time-out when it counts.
        cache.touch(key, seconds)
        return count <= times
    except ValueError:
        # It expired between the two calls: a new window has begun.
        return True


def client(request: HttpRequest) -> str:
    """The address a request comes from, as far as our own proxies tell the truth about it. Of
    IPv6 the network only: whoever has one address has all of it."""
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    hop = hops[-count] if count and len(hops) >= count else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(hop)
    except ValueError:
        return hop
    if address.version == 4:
        return hop
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)
