"""Results as plain values, for JSON and tables."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any


def plain(value: Any) -> Any:
    """Dataclasses, arrays and frames as dicts, lists and numbers; NaN and infinity as None; numbers to 6 digits."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return [plain(row) for row in value.to_dict("records")]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value


def to_json(value: Any) -> str:
    """A result as indented JSON."""
    return json.dumps(plain(value), ensure_ascii=False, indent=1)
