/// The client of aster.
#include "aster_machine.hpp"
#include "choice.hpp"
#include "text_argument.hpp"

namespace gamewire::python {

namespace {

using self = held<aster_machine>;

constexpr choice<aster::entry, 3> entries{
    {{"login", aster::entry::login}, {"register", aster::entry::registration}, {"none", aster::entry::none}}};

/// A packet is text already, or what Python's own module makes of it.
py::object packet_of(const py::object& packet) {
  if (py::isinstance<py::str>(packet) || py::isinstance<py::bytes>(packet)) return packet;
  return py::module_::import("json").attr("dumps")(packet);
}

std::unique_ptr<self> make(const std::string& name, const py::object& password,
                           std::optional<std::int64_t> uuid, const std::string& enter, bool tls,
                           const std::string& host, bool verify, const py::object& ca, double deadline,
                           double login_timeout, double keep_alive, std::uint32_t reconnect, double delay,
                           double max_delay, std::size_t max_line, std::size_t max_requests,
                           std::size_t max_queued_bytes, std::uint64_t seed) {
  const text_argument word(password);
  aster::client_options options{
      .enter = chosen(entries, enter, "enter"), .name = name, .password = word, .uuid = uuid};
  options.deadline = to_nanoseconds(deadline);
  options.login_timeout = to_nanoseconds(login_timeout);
  options.keep_alive = to_nanoseconds(keep_alive);
  options.reconnect = {
      .attempts = reconnect, .delay = to_nanoseconds(delay), .max_delay = to_nanoseconds(max_delay)};
  options.max_line = max_line;
  options.max_requests = max_requests;
  options.max_queued_bytes = max_queued_bytes;
  options.seed = seed;
  check(options.validate());
  return std::make_unique<self>(
      aster_machine::options{.upper = options, .lower = tls_below(tls, host, ca, verify, "")});
}

}  // namespace

void bind_aster(py::module_& module) {
  auto made = bind_machine<aster_machine>(
      module, "AsterClient",
      "The client of aster, with no socket: logs in, asks, and hears what others do, on one connection after "
      "another.\n\n`tls`: speak it to `host`, whose certificate is looked at if `verify`; `ca` is a PEM "
      "file, or "
      "bytes of one, in place of the system's. `reconnect`: how often in a row, with pauses from `delay` to "
      "`max_delay`.");
  made.def(py::init(&make), py::kw_only(), "name"_a = "", "password"_a = "", "uuid"_a = py::none(),
           "enter"_a = "login", "tls"_a = false, "host"_a = "", "verify"_a = true, "ca"_a = py::none(),
           "deadline"_a = 10.0, "login_timeout"_a = 10.0, "keep_alive"_a = 60.0, "reconnect"_a = 0,
           "delay"_a = 1.0, "max_delay"_a = 60.0, "max_line"_a = std::size_t{64} << 20U,
           "max_requests"_a = 256, "max_queued_bytes"_a = std::size_t{1} << 20U, "seed"_a = 0);
  made.def(
      "ask",
      [](self& m, const py::object& packet, std::optional<double> deadline) {
        const py::object kept = packet_of(packet);
        const text_argument text(kept);
        const nanoseconds in = to_patience(deadline);
        return id_of(m.call([&](aster_machine& all) { return (*all).ask(aster::call{text}, in); }));
      },
      "packet"_a, "deadline"_a = py::none(),
      "Asks by a packet, which is a dict or JSON text with a \"command\"; the event is `Answer` or "
      "`Failed`.");
  made.def(
      "cancel",
      [](self& m, std::uint32_t id) {
        check(m.call([&](aster_machine& all) { return (*all).cancel(request_id{id}); }));
      },
      "id"_a, "Ends an open request: its event is `Failed`. What has gone out cannot be called back.");
}

}  // namespace gamewire::python
