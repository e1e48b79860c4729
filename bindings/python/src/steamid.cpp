/// `SteamID`: a value.
#include <string>
#include <string_view>

#include <gamewire/steamid/format.hpp>
#include <gamewire/steamid/parse.hpp>

#include "convert.hpp"
#include "python.hpp"

namespace gamewire::python {

namespace {

using steamid::id;

[[noreturn]] void raise(steamid::errc why, const py::object& input) {
  const py::object error = py::module_::import("gamewire.errors").attr("SteamIDError");
  const py::str text("{}: {!r}");
  PyErr_SetObject(error.ptr(), text.format(make_error_code(why).message(), input).ptr());
  throw py::error_already_set();
}

/// "" for what has no form in UTF-8, which is no SteamID either.
std::string_view utf8_of(const py::str& text) {
  Py_ssize_t size = 0;
  const char* const data = PyUnicode_AsUTF8AndSize(text.ptr(), &size);
  if (data == nullptr) PyErr_Clear();
  return {data == nullptr ? "" : data, static_cast<std::size_t>(size)};
}

id from_text(const py::str& text) {
  const auto read = steamid::parse(utf8_of(text));
  if (!read) raise(read.error(), text);
  return *read;
}

id from_url(const py::str& url) {
  const auto read = steamid::parse_url(utf8_of(url));
  if (!read) raise(read.error(), url);
  return *read;
}

/// A number below 2^32 is the account of a person, as it is in text.
id from_any(const py::object& value) {
  if (py::isinstance<id>(value)) return value.cast<id>();
  if (!py::isinstance<py::str>(value) && !py::isinstance<py::int_>(value))
    throw py::type_error("a SteamID is made from a str, an int or a SteamID");
  return from_text(py::str(value));
}

id from_parts(const py::int_& account, const py::int_& instance, const py::int_& type,
              const py::int_& universe) {
  const auto accounts = number_in<std::uint32_t>(account);
  const auto instances = number_in<std::uint32_t>(instance);
  const auto types = number_in<std::uint8_t>(type);
  const auto universes = number_in<std::uint8_t>(universe);
  if (accounts && instances && types && universes) {
    const auto made = id::from({.account = *accounts,
                                .instance = *instances,
                                .type = static_cast<steamid::type>(*types),
                                .universe = static_cast<steamid::universe>(*universes)});
    if (made) return *made;
  }
  raise(steamid::errc::unknown_form, py::make_tuple(account, instance, type, universe));
}

py::object text_of(const std::optional<steamid::short_text>& text) {
  return text ? to_python(text->view()) : py::none();
}

template <auto Format>
py::object form(const id& of) {
  return text_of(Format(of));
}

std::optional<steamid::short_text> as_steam2(id of) { return to_steam2(of); }

}  // namespace

void bind_steamid(py::module_& module) {
  py::class_<id> made(
      module, "SteamID",
      "Who somebody is on Steam, in 64 bits: from an int, or any text that Steam, its games and its "
      "sites write. Immutable, hashable, ordered.");
  made.def(py::init(&from_any), "value"_a, py::pos_only())
      .def_static("from_text", &from_text, "text"_a, "Any of the forms; SteamIDError for what is none.")
      .def_static("from_community_url", &from_url, "url"_a,
                  "The address of a profile or a group; SteamIDError for a name that only Steam can look up.")
      .def_static("from_parts", &from_parts, "account_id"_a, "instance"_a = 1, "type"_a = 1, "universe"_a = 1)
      .def_property_readonly("account_id", &id::account)
      .def_property_readonly("instance", &id::instance)
      .def_property_readonly("type", [](const id& of) { return std::to_underlying(of.type()); })
      .def_property_readonly("type_name", [](const id& of) { return name_of(of.type()); })
      .def_property_readonly("universe", [](const id& of) { return std::to_underlying(of.universe()); })
      .def_property_readonly("universe_name", [](const id& of) { return name_of(of.universe()); })
      .def_property_readonly("valid", &id::valid, "Could Steam have given it?")
      .def_property_readonly("as_64", &id::bits, "The 64 bits, as an int.")
      .def_property_readonly("as_32", &id::account, "The account, as an int.")
      .def_property_readonly("steam2", &form<as_steam2>, "'STEAM_0:0:23071901', of people; else None.")
      .def_property_readonly(
          "steam3", [](const id& of) { return to_python(to_steam3(of).view()); }, "'[U:1:46143802]'")
      .def_property_readonly("invite_code", &form<steamid::to_invite_code>,
                             "'drb-cnfp', of people; else None.")
      .def_property_readonly("friend_code", &form<steamid::to_friend_code>,
                             "'SWUWA-B2BL', of people, in Counter-Strike; else None.")
      .def_property_readonly("queue_code", &form<steamid::to_queue_code>,
                             "The code of a group's private queue in Counter-Strike; else None.")
      .def("community_url", &form<steamid::to_url>, "The page of a person or a group; else None.")
      .def("__int__", &id::bits)
      .def("__index__", &id::bits)
      .def("__hash__", [](const id& of) { return py::hash(py::int_(of.bits())); })
      .def("__str__", [](const id& of) { return to_python(to_steam2(of).value_or(to_steam3(of)).view()); })
      .def("__repr__", [](const id& of) { return "SteamID('" + std::string(to_steam3(of).view()) + "')"; })
      .def(
          "__eq__", [](const id& a, const id& b) { return a == b; }, py::is_operator())
      .def(
          "__lt__", [](const id& a, const id& b) { return a < b; }, py::is_operator())
      .def(
          "__le__", [](const id& a, const id& b) { return a <= b; }, py::is_operator())
      .def(
          "__gt__", [](const id& a, const id& b) { return a > b; }, py::is_operator())
      .def(
          "__ge__", [](const id& a, const id& b) { return a >= b; }, py::is_operator())
      .def(py::pickle([](const id& of) { return py::make_tuple(of.bits()); },
                      [](const py::tuple& state) { return id(state[0].cast<std::uint64_t>()); }))
      // By all protocols: what Python itself does for the oldest ones ends the process.
      .def("__reduce__", [](const py::object& self) {
        return py::make_tuple(py::module_::import("copyreg").attr("__newobj__"),
                              py::make_tuple(py::type::of(self)), self.attr("__getstate__")());
      });
}

}  // namespace gamewire::python
