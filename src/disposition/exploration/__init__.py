"""What a policy does as a whole: over rates of defects, over two values, over its limits."""

from typing import TYPE_CHECKING

from disposition.runtime.lazy import on_demand

if TYPE_CHECKING:
    from disposition.exploration.characteristic import PolicyCharacteristic
    from disposition.exploration.characteristic_data import CharacteristicData
    from disposition.exploration.map_data import Border, MapData
    from disposition.exploration.policy_map import PolicyMap
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
        ".characteristic": "PolicyCharacteristic",
        ".characteristic_data": "CharacteristicData",
        ".map_data": "Border MapData",
        ".policy_map": "PolicyMap",
        ".sensitivity": "NextStep Sensitivity",
    },
)
