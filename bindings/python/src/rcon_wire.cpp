/// Packets of RCON, and the list of a server's variables.
#include <array>

#include <gamewire/rcon/cvarlist.hpp>
#include <gamewire/rcon/frame.hpp>

#include "errors.hpp"
#include "record.hpp"
#include "text_argument.hpp"

namespace gamewire::python {

namespace {

py::object encode(std::int32_t id, std::int32_t type, const py::object& body) {
  const text_argument text(body);
  const rcon::frame what{id, type, as_bytes(std::string_view(text))};
  std::vector<std::byte> out(rcon::encoded_size(what));
  return to_python(unwrap(rcon::encode(what, out)));
}

/// (id, type, body, how many bytes it took), or None if it has not come whole.
py::object decode(const py::object& data, std::size_t max_frame) {
  const buffer given(data);
  const bytes in = given;
  if (in.size() < rcon::size_field) return py::none();
  const std::size_t size = unwrap(rcon::wire_size(in.first<rcon::size_field>(), max_frame));
  if (in.size() < size) return py::none();
  const rcon::frame read = unwrap(rcon::decode(in.first(size)));
  return py::make_tuple(read.id, read.type, to_python(read.body), size);
}

py::object decode_cvarlist(const py::object& data) {
  static constinit record type("gamewire.rcon", "Cvar", {"name", "value", "flags", "help", "command"});
  const buffer in(data);
  py::list all;
  for (const rcon::cvar_view& one : rcon::cvarlist_view(in)) {
    py::object flags = steal(PyFrozenSet_New(nullptr));
    for (const std::string_view word : one.flags)
      if (PySet_Add(flags.ptr(), to_python(word).ptr()) != 0) throw py::error_already_set();
    all.append(type.make(one.name, one.value, std::move(flags), one.help, one.command()));
  }
  return all;
}

}  // namespace

void bind_rcon_wire(py::module_& module) {
  module.def("encode_rcon", &encode, "id"_a, "type"_a, "body"_a = py::bytes(),
             "A packet of RCON, whole, as either side sends it.");
  module.def(
      "decode_rcon", &decode, "data"_a, py::kw_only(), "max_frame"_a = rcon::default_max_frame,
      "Reads a packet from the front: its id, type, body and size on the wire; None if it is not whole.");
  module.def("decode_cvarlist", &decode_cvarlist, "body"_a,
             "The variables and commands in a reply to `cvarlist`, of Source and of GoldSource.");
  module.def(
      "cvarlist_is_partial",
      [](const py::object& data) {
        const buffer in(data);
        return rcon::cvarlist_view(in).summarize().partial();
      },
      "body"_a, "Has such a list no foot, or one that promises more?");
}

}  // namespace gamewire::python
