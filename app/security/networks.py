"""Origin of a request, in the granularity used for counting."""

from ipaddress import IPv6Address, ip_address, ip_network


def caller(address: str) -> str:
    """Return what a rate limit counts: an IPv4 address, or the /64 that one IPv6 customer gets."""
    parsed = _parse(address)
    return _network(address, 64) if isinstance(parsed, IPv6Address) else address[:45]


def neighbourhood(address: str) -> str:
    """Return what failed log-ins are counted by: the /24 of an IPv4 address, the /64 of an IPv6 one."""
    parsed = _parse(address)
    if parsed is None:
        return "unknown"
    return _network(str(parsed), 64 if isinstance(parsed, IPv6Address) else 24)


def _parse(address: str) -> object:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(parsed, "ipv4_mapped", None)
    return mapped or parsed


def _network(address: str, length: int) -> str:
    return str(ip_network(f"{address.partition('%')[0]}/{length}", strict=False))
