"""What a policy does as a whole: over rates of defects, over two values, over its limits."""

from typing import TYPE_CHECKING

from disposition.runtime.lazy import on_demand

if TYPE_CHECKING:
    from disposition.exploration.characteristic import CharacteristicData, PolicyCharacteristic
    from disposition.exploration.policy_map import Border, MapData, PolicyMap
    from disposition.exploration.sensitivity import NextStep, Sensitivity

__all__ = [
    "Border",
    "CharacteristicData",
    "MapData",
    "NextStep",
    "PolicyCharacteristic",
    "PolicyMap",
    "Sensitivity",
]

__getattr__, __dir__ = on_demand(
    __name__,
    {
        ".characteristic": "CharacteristicData PolicyCharacteristic",
        ".policy_map": "Border MapData PolicyMap",
        ".sensitivity": "NextStep Sensitivity",
    },
)
