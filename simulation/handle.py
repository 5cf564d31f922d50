"""How compiled rules hold the world: by one address instead of by dozens of arrays.

Handing a tuple of arrays from rule to rule makes numba count references on every array at every call, which
costs more than the rules themselves. A handle is one machine word; `w.needs` inside a rule reads where that
array lies from a small table. Without compilation (`NUMBA_DISABLE_JIT=1`) rules simply receive the world
itself.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)
from numba.np.arrayobj import make_array, populate_array

from simulation.world import FIELD_LAYOUT, World

_WORDS = 5  # address and up to four lengths


class WorldType(types.Type):
    """The type of a handle in compiled code."""

    def __init__(self) -> None:
        """There is only one such type."""
        super().__init__(name="World")


WORLD = WorldType()
_PLACES = {name: place for place, name in enumerate(FIELD_LAYOUT)}
_TYPES = {
    name: types.Array(numba.from_dtype(dtype), dimensions, "C")
    for name, (dtype, dimensions) in FIELD_LAYOUT.items()
}


class Handle:
    """A world as compiled rules hold it; keeps the arrays alive."""

    __slots__ = ("address", "table", "world")

    def __init__(self, world: World) -> None:
        """Write down where each array lies.

        Args:
            world: the world.

        Raises:
            TypeError: an array has another layout than its field asks.
        """
        self.world = world
        self.table = np.zeros((len(FIELD_LAYOUT), _WORDS), np.int64)
        for place, (name, (dtype, dimensions)) in enumerate(FIELD_LAYOUT.items()):
            array = getattr(world, name)
            fits = array.dtype.fields == dtype.fields and array.dtype.itemsize == dtype.itemsize
            if not fits or array.ndim != dimensions or not array.flags.c_contiguous:
                raise TypeError(
                    f"world field {name}: {array.dtype} with {array.ndim} dimensions does not fit {dtype}"
                )
            self.table[place, 0] = array.ctypes.data
            self.table[place, 1 : 1 + dimensions] = array.shape
        self.address = int(self.table.ctypes.data)


def held(world: World) -> Any:
    """A world in the form the rules take.

    Args:
        world: the world.

    Returns:
        A handle; the world itself when nothing is compiled.
    """
    return world if numba.config.DISABLE_JIT else Handle(world)


@typeof_impl.register(Handle)
def _type_of_handle(value: Handle, context: object) -> WorldType:
    return WORLD


@register_model(WorldType)
class _HandleModel(models.PrimitiveModel):
    def __init__(self, manager: object, handle_type: WorldType) -> None:
        super().__init__(manager, handle_type, ir.IntType(64))


@unbox(WorldType)
def _take_address(handle_type: WorldType, value: Any, context: Any) -> NativeValue:
    address = context.pyapi.object_getattr_string(value, "address")
    native = context.pyapi.long_as_longlong(address)
    context.pyapi.decref(address)
    return NativeValue(native)


@infer_getattr
class _Fields(AttributeTemplate):
    key = WorldType

    def generic_resolve(self, handle_type: WorldType, name: str) -> types.Array | None:
        return _TYPES.get(name)


def _find_array(context: Any, builder: Any, handle_type: WorldType, value: Any, name: str) -> Any:
    array_type = _TYPES[name]
    word = ir.IntType(64)
    table = builder.inttoptr(value, word.as_pointer())
    first = _PLACES[name] * _WORDS

    def load(offset: int) -> Any:
        found = builder.load(builder.gep(table, [ir.Constant(word, first + offset)]))
        found.set_metadata("invariant.load", builder.module.add_metadata([]))  # no rule moves an array
        return found

    array = make_array(array_type)(context, builder)
    item = context.get_abi_sizeof(context.get_data_type(array_type.dtype))
    itemsize = context.get_constant(types.intp, item)
    shape = [load(1 + axis) for axis in range(array_type.ndim)]
    strides = [itemsize]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    data = builder.inttoptr(load(0), array.data.type)
    populate_array(array, data=data, shape=shape, strides=strides, itemsize=itemsize, meminfo=None)
    return array._getvalue()


lower: Callable[[Any], Any] = lower_getattr_generic(WorldType)
lower(_find_array)
