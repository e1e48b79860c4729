/// The server side of aster: a community, and the connections to it.
#include <gamewire/aster/responder.hpp>

#include "machine.hpp"

namespace gamewire::python {

template <>
struct teller<aster::responder> {
  py::object operator()(const aster::responder::logged_in& what) const {
    static constinit record type("gamewire.aster.events", "LoggedIn", {"user"});
    return type.make(what.user);
  }
  py::object operator()(const aster::responder::news&) const {
    static constinit record type("gamewire.aster.events", "News", {});
    return type.make();
  }
  py::object operator()(const closed& what) const { return tell(what); }
};

namespace {

using aster::community;
using self = held<aster::responder>;

std::array<std::uint8_t, 3> wire_of(const py::sequence& permissions) {
  std::array<std::uint8_t, 3> wire{};
  if (permissions.size() > wire.size()) throw py::value_error("permissions are of three bytes");
  for (std::size_t at = 0; at != permissions.size(); ++at) wire[at] = permissions[at].cast<std::uint8_t>();
  return wire;
}

}  // namespace

void bind_aster_responder(py::module_& module) {
  py::class_<community>(
      module, "AsterCommunity",
      "What a server of aster knows: users, channels, messages. It lives in memory; for "
      "tests, and for playing. What is made is told by its id, or is None if it may not be.")
      .def(py::init(
               [](const std::string& name, const py::bytes& icon, std::int64_t epoch, std::uint64_t seed) {
                 const auto file = icon.cast<std::string_view>();
                 return std::make_unique<community>(aster::community_options{
                     .name = name, .icon = as_bytes(file), .epoch = epoch, .seed = seed});
               }),
           py::kw_only(), "name"_a = "gamewire", "icon"_a = py::bytes(), "epoch"_a = 0, "seed"_a = 0,
           "`epoch`: the UNIX time, in seconds, when `now` is 0.")
      .def("add_user", &community::add_user, "name"_a, "password"_a)
      .def("add_channel", &community::add_channel, "name"_a)
      .def(
          "add_emoji",
          [](community& to, const std::string& name, const py::bytes& file) {
            return to.add_emoji(name, as_bytes(file.cast<std::string_view>()));
          },
          "name"_a, "file"_a)
      .def(
          "add_group",
          [](community& to, const std::string& name, const py::sequence& permissions) {
            return to.add_group(name, aster::permissions(wire_of(permissions)));
          },
          "name"_a, "permissions"_a)
      .def("add_to_group", &community::add_to_group, "user"_a, "group"_a)
      .def(
          "post",
          [](community& to, std::int64_t author, std::int64_t channel, const std::string& content,
             double now) { return to.post(author, channel, content, to_time(now)); },
          "author"_a, "channel"_a, "content"_a, "now"_a,
          "As if that user had said it. The responders have something to send then.");
  auto made = bind_machine<aster::responder>(
      module, "AsterResponder",
      "The server side of one connection. After `News` the others of its community have something to send.");
  made.def(
      py::init([](community& of) { return std::make_unique<self>(aster::responder_options{.of = &of}); }),
      "community"_a, py::keep_alive<1, 2>());
}

}  // namespace gamewire::python
