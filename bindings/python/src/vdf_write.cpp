/// Python's objects as VDF.
#include <string>

#include <gamewire/vdf/writer.hpp>

#include "convert.hpp"
#include "errors.hpp"
#include "text_argument.hpp"
#include "vdf.hpp"

namespace gamewire::python {

namespace {

constexpr unsigned max_depth = 1024;  // as the readers have it, and for what holds itself

bool is_block(const py::handle& value) {
  return PyDict_Check(value.ptr()) != 0 || PyList_CheckExact(value.ptr()) != 0 || py::hasattr(value, "items");
}

/// The pairs of a mapping, or of a list of pairs.
py::object pairs_of(const py::handle& block) {
  if (py::hasattr(block, "items")) return block.attr("items")();
  return py::reinterpret_borrow<py::object>(block);
}

/// Numbers as Python writes them: a text has no types, so there is no reason to lose digits.
void put(vdf::text_writer& to, std::string_view key, const py::handle& value) {
  const bool plain = PyLong_CheckExact(value.ptr()) != 0 || PyFloat_CheckExact(value.ptr()) != 0;
  if (plain)
    to.pair(key, std::string_view(py::str(value).cast<std::string>()));
  else
    to.pair(key, vdf_value(value).get());
}
void put(vdf::binary_writer& to, std::string_view key, const py::handle& value) {
  to.pair(key, vdf_value(value).get());
}

template <class Writer>
void write(Writer& to, const py::handle& block, unsigned depth) {
  if (depth > max_depth) raise_usage("too many blocks inside each other");
  for (const py::handle& each : pairs_of(block)) {
    if (PyTuple_Check(each.ptr()) == 0 || PyTuple_GET_SIZE(each.ptr()) != 2)
      throw py::type_error("a block of VDF is a mapping, or a list of pairs of a key and a value");
    const py::handle key = PyTuple_GET_ITEM(each.ptr(), 0);
    const py::handle value = PyTuple_GET_ITEM(each.ptr(), 1);
    if (PyUnicode_Check(key.ptr()) == 0) throw py::type_error("the keys of VDF are text");
    if (is_block(value)) {
      to.begin_block(text_argument(key));
      write(to, value, depth + 1);
      to.end_block();
    } else {
      put(to, text_argument(key), value);
    }
  }
}

template <class Writer>
void write_all(Writer writer, const py::object& all) {
  if (!is_block(all))
    throw py::type_error("VDF is made of a mapping, or a list of pairs of a key and a value");
  write(writer, all, 0);
  check(writer.finish());
}

py::object dumps(const py::object& all, bool escapes) {
  byte_buffer out;
  write_all(vdf::text_writer(out, {.escapes = escapes}), all);
  return to_python(as_text(out.view()));
}

py::object dumps_binary(const py::object& all, bool vbkv) {
  byte_buffer out;
  write_all(vdf::binary_writer(out, {.alternate_end = vbkv}), all);
  if (!vbkv) return to_python(out.view());
  byte_buffer checked;
  check(vdf::write_vbkv(out.view(), checked));
  return to_python(checked.view());
}

}  // namespace

void bind_vdf_write(py::module_& module) {
  module.def("vdf_dumps", &dumps, "all"_a, "escapes"_a);
  module.def("vdf_dumps_binary", &dumps_binary, "all"_a, "vbkv"_a);
}

}  // namespace gamewire::python
