/// The client of RCON.
#include <gamewire/rcon/client.hpp>

#include "choice.hpp"
#include "machine.hpp"
#include "text_argument.hpp"

namespace gamewire::python {

namespace {

constexpr const char* module_name = "gamewire.rcon";

constexpr choice<rcon::profile, 7> profiles{{{"auto", rcon::profile::automatic},
                                             {"source", rcon::profile::source},
                                             {"source2", rcon::profile::source2},
                                             {"minecraft", rcon::profile::minecraft},
                                             {"single", rcon::profile::single},
                                             {"squad", rcon::profile::squad},
                                             {"rust-legacy", rcon::profile::rust_legacy}}};

/// Tells of the chunks of replies only those who want them: an object of each takes a good part of a command's time.
class client : public rcon::client {
 public:
  client(const rcon::client_options& options, bool chunks) noexcept
      : rcon::client(options), chunks_(chunks) {}

  std::optional<event> poll_event() noexcept {
    auto next = rcon::client::poll_event();
    while (!chunks_ && next && std::holds_alternative<rcon::chunk>(*next)) next = rcon::client::poll_event();
    return next;
  }

 private:
  bool chunks_;
};

using self = held<client>;

std::unique_ptr<self> make_client(const py::object& password, const std::string& profile,
                                  double login_timeout, double deadline, double quiet_time, double keep_alive,
                                  std::size_t max_frame, std::size_t max_reply, std::size_t max_commands,
                                  std::size_t max_queued_bytes, std::uint16_t max_in_flight,
                                  std::uint32_t reconnect, std::uint64_t seed, bool chunks) {
  const text_argument word(password);
  rcon::client_options options{.password = word,
                               .profile = chosen(profiles, profile, "profile"),
                               .login_timeout = to_nanoseconds(login_timeout),
                               .deadline = to_nanoseconds(deadline),
                               .quiet_time = to_nanoseconds(quiet_time),
                               .keep_alive = to_nanoseconds(keep_alive),
                               .max_frame = max_frame,
                               .max_reply = max_reply,
                               .max_commands = max_commands,
                               .max_queued_bytes = max_queued_bytes,
                               .max_in_flight = max_in_flight,
                               .seed = seed};
  options.reconnect.attempts = reconnect;
  check(options.validate());
  return std::make_unique<self>(options, chunks);
}

}  // namespace

template <>
struct teller<client> {
  py::object operator()(const rcon::authenticated&) const {
    static constinit record type(module_name, "Authenticated", {});
    return type.make();
  }
  py::object operator()(const rcon::chunk& part) const {
    static constinit record type(module_name, "Chunk", {"request", "body"});
    return type.make(std::to_underlying(part.request), part.body);
  }
  py::object operator()(const rcon::reply& reply) const {
    static constinit record type(module_name, "Reply", {"id", "body", "partial", "round_trip"});
    return type.make(std::to_underlying(reply.id), reply.body, reply.partial, reply.round_trip);
  }
  py::object operator()(const rcon::sent& what) const {
    static constinit record type(module_name, "Sent", {"id"});
    return type.make(std::to_underlying(what.id));
  }
  py::object operator()(const rcon::unsolicited& what) const {
    static constinit record type(module_name, "Unsolicited", {"type", "packet_id", "body"});
    return type.make(what.type, what.packet_id, what.body);
  }
  py::object operator()(const rcon::disconnected& what) const {
    static constinit record type(module_name, "Disconnected", {"error", "retry_in"});
    return type.make(error_object(what.error, what.detail), what.retry_in);
  }
  py::object operator()(const failed& what) const { return tell(what); }
  py::object operator()(const closed& what) const { return tell(what); }
};

void bind_rcon(py::module_& module) {
  bind_rcon_wire(module);
  auto made = bind_machine<client>(module, "RCONClient",
                                   "The client of RCON, with no socket: logs in to one server over a "
                                   "stream, and executes commands there.");
  made.def(py::init(&make_client), "password"_a, py::kw_only(), "profile"_a = "auto",
           "login_timeout"_a = 10.0, "deadline"_a = 10.0, "quiet_time"_a = 0.5, "keep_alive"_a = 0.0,
           "max_frame"_a = rcon::default_max_frame, "max_reply"_a = std::size_t{64} << 20U,
           "max_commands"_a = 256, "max_queued_bytes"_a = std::size_t{1} << 20U, "max_in_flight"_a = 1,
           "reconnect"_a = 0, "seed"_a = 0, "chunks"_a = true)
      .def(
          "execute",
          [](self& m, const py::object& command) {
            const text_argument text(command);
            return id_of(m.call([&](client& machine) { return machine.execute(text); }));
          },
          "command"_a,
          "Executes a command, once logged in; the events are `Chunk`, any number of them unless the machine "
          "was "
          "made without `chunks`, and `Reply` or `Failed`.")
      .def(
          "execute_unanswered",
          [](self& m, const py::object& command) {
            const text_argument text(command);
            return id_of(m.call([&](client& machine) { return machine.execute_unanswered(text); }));
          },
          "command"_a,
          "The same for commands after which no reply is to be expected: the event is `Sent`, or `Failed`.")
      .def(
          "expire",
          [](self& m, std::uint32_t id) {
            check(m.call([&](client& machine) { return machine.expire(request_id{id}); }));
          },
          "id"_a,
          "Ends an open command as its deadline would: with what has come, `partial`, or with `Failed`.");
  bind_cancel<client>(made);
}

}  // namespace gamewire::python
