"""Hashes of this family, as `hashlib` looks for them."""

from _digests import md5
