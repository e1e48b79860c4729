/// VDF as Python's objects.
#include <string>
#include <vector>

#include <gamewire/vdf/binary_reader.hpp>
#include <gamewire/vdf/text_reader.hpp>

#include "convert.hpp"
#include "text_argument.hpp"
#include "vdf.hpp"

namespace gamewire::python {

namespace {

/// Collects entries, block by block: in dicts, of which the last value of a key counts; or, with a mapper, in lists of
/// pairs, which it is called with.
class builder {
 public:
  explicit builder(py::object mapper) : mapper_(std::move(mapper)) { begin(py::none()); }

  void pair(py::object key, const py::object& value) {
    const py::object& into = open_.back().entries;
    if (mapper_.is_none()) {
      if (PyDict_SetItem(into.ptr(), key.ptr(), value.ptr()) != 0) throw py::error_already_set();
    } else if (PyList_Append(into.ptr(), py::make_tuple(std::move(key), value).ptr()) != 0) {
      throw py::error_already_set();
    }
  }
  void begin(py::object key) {
    open_.push_back({std::move(key), mapper_.is_none() ? py::object(py::dict()) : py::object(py::list())});
  }
  void end() {
    block last = std::move(open_.back());
    open_.pop_back();
    pair(std::move(last.key), made_of(last));
  }
  py::object finish() { return made_of(open_.back()); }

 private:
  struct block {
    py::object key;
    py::object entries;
  };

  [[nodiscard]] py::object made_of(const block& one) const {
    return mapper_.is_none() ? one.entries : mapper_(one.entries);
  }

  py::object mapper_;
  std::vector<block> open_;
};

py::object text_of(const vdf::token& of) {
  return of.escaped ? to_python(std::string_view(own(of))) : to_python(of.raw);
}

py::object key_of(const vdf::text_reader& reader) { return text_of(reader.key()); }
py::object key_of(const vdf::binary_reader& reader) { return to_python(reader.key()); }
py::object value_of(const vdf::text_reader& reader) { return text_of(reader.value()); }
py::object value_of(const vdf::binary_reader& reader) { return to_python(reader.value()); }

template <class Reader>
py::object read_all(Reader& reader, py::object mapper) {
  builder to(std::move(mapper));
  while (reader.next()) {
    switch (reader.kind()) {
      case vdf::item::block: to.begin(key_of(reader)); break;
      case vdf::item::block_end: to.end(); break;
      case vdf::item::pair: to.pair(key_of(reader), value_of(reader)); break;
      case vdf::item::include: to.pair(py::str("#include"), value_of(reader)); break;
      case vdf::item::base: to.pair(py::str("#base"), value_of(reader)); break;
    }
  }
  if (reader.error()) raise(vdf::fault{reader.error(), reader.where()});
  return to.finish();
}

py::object loads(const py::object& text, py::object mapper, bool escapes,
                 const std::vector<std::string>& symbols) {
  const text_argument in(text);
  const std::vector<std::string_view> defined(symbols.begin(), symbols.end());
  vdf::text_reader reader(in, {.escapes = escapes, .symbols = defined});
  return read_all(reader, std::move(mapper));
}

py::object loads_binary(const py::object& data, py::object mapper) {
  const buffer given(data);
  bytes in = given;
  if (vdf::is_vbkv(in)) {
    const auto opened = vdf::open_vbkv(in);
    if (!opened) raise(vdf::fault{opened.error(), {}});
    in = *opened;
  }
  vdf::binary_reader reader(in);
  py::object all = read_all(reader, std::move(mapper));
  if (!reader.rest().empty())
    raise(vdf::fault{make_error_code(vdf::errc::trailing_bytes), {in.size() - reader.rest().size(), 0, 0}});
  return all;
}

}  // namespace

void bind_vdf_read(py::module_& module) {
  module.def("vdf_loads", &loads, "text"_a, "mapper"_a, "escapes"_a, "symbols"_a);
  module.def("vdf_loads_binary", &loads_binary, "data"_a, "mapper"_a);
}

}  // namespace gamewire::python
