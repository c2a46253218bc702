"""Hashes of this family, as `hashlib` and `random` look for them."""

from _digests import sha224, sha256, sha384, sha512
