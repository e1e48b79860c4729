/// The server side of RCON.
#include <memory>

#include <gamewire/rcon/responder.hpp>

#include "choice.hpp"
#include "machine.hpp"
#include "text_argument.hpp"

namespace gamewire::python {

namespace {

constexpr const char* module_name = "gamewire.rcon";

constexpr choice<rcon::style, 3> styles{{{"source", rcon::style::source},
                                         {"source2", rcon::style::source2},
                                         {"minecraft", rcon::style::minecraft}}};

using bans = std::shared_ptr<rcon::ban_list>;

/// A responder, with the list of bans that it has to be outlived by.
class banning_responder : bans, public rcon::responder {
 public:
  banning_responder(rcon::responder_options chosen, bans list)
      : bans(std::move(list)), rcon::responder(with(chosen, this->get())) {}

 private:
  static rcon::responder_options with(rcon::responder_options chosen, rcon::ban_list* list) {
    chosen.bans = list;
    return chosen;
  }
};

using self = held<banning_responder>;

std::unique_ptr<self> make_responder(const py::object& password, const std::string& style,
                                     const py::object& peer, const bans& list, std::uint32_t max_failures,
                                     double login_timeout, double verdict_delay, double stall_timeout,
                                     double idle_timeout, double closing_timeout, std::size_t max_frame,
                                     std::size_t max_backlog, std::size_t max_unsent) {
  const text_argument word(password);
  rcon::responder_options options{.password = word,
                                  .style = chosen(styles, style, "style"),
                                  .max_failures = max_failures,
                                  .login_timeout = to_nanoseconds(login_timeout),
                                  .verdict_delay = to_nanoseconds(verdict_delay),
                                  .stall_timeout = to_nanoseconds(stall_timeout),
                                  .idle_timeout = to_nanoseconds(idle_timeout),
                                  .closing_timeout = to_nanoseconds(closing_timeout),
                                  .max_frame = max_frame,
                                  .max_backlog = max_backlog,
                                  .max_unsent = max_unsent};
  if (!peer.is_none()) options.peer = to_endpoint(peer);
  check(options.validate());
  return std::make_unique<self>(options, list);
}

void answer(self& m, std::uint32_t request, const py::object& text,
            std::error_code (rcon::responder::*how)(request_id, bytes) noexcept) {
  const text_argument what(text);
  check(m.call([&](banning_responder& responder) {
    return (responder.*how)(request_id{request}, as_bytes(std::string_view(what)));
  }));
}

void bind_bans(py::module_& module) {
  py::class_<rcon::ban_list, bans>(
      module, "RCONBanList", "Who has failed to log in how often: one for all the responders of a server.")
      .def(py::init([](std::uint32_t max_failures, double duration, std::uint32_t max_addresses) {
             const rcon::ban_options options{.max_failures = max_failures,
                                             .duration = to_nanoseconds(duration),
                                             .max_addresses = max_addresses};
             check(options.validate());
             return std::make_shared<rcon::ban_list>(options);
           }),
           py::kw_only(), "max_failures"_a = 10, "duration"_a = 0.0, "max_addresses"_a = 1024)
      .def(
          "banned",
          [](const rcon::ban_list& list, const py::object& address, double now) {
            return list.banned(to_endpoint(address), to_time(now));
          },
          "address"_a, "now"_a)
      .def(
          "forgive",
          [](rcon::ban_list& list, const py::object& address) { list.forgive(to_endpoint(address)); },
          "address"_a, "Lifts a ban, and forgets failures.");
}

}  // namespace

template <>
struct teller<banning_responder> {
  py::object operator()(const rcon::responder::login& what) const {
    static constinit record type(module_name, "Login", {"ok", "failures"});
    return type.make(what.ok, what.failures);
  }
  py::object operator()(const rcon::responder::command& what) const {
    static constinit record type(module_name, "Command", {"request", "text", "raw"});
    return type.make(std::to_underlying(what.request), what.text, to_bytes(what.text));
  }
  py::object operator()(const closed& what) const { return tell(what); }
};

void bind_rcon_responder(py::module_& module) {
  bind_bans(module);
  const rcon::responder_options usual;
  bind_machine<banning_responder>(
      module, "RCONResponder",
      "The server side of one RCON connection: tells of each `Command`, the next when that was answered.")
      .def(py::init(&make_responder), "password"_a, py::kw_only(), "style"_a = "source",
           "peer"_a = py::none(), "bans"_a = bans(), "max_failures"_a = usual.max_failures,
           "login_timeout"_a = to_seconds(usual.login_timeout),
           "verdict_delay"_a = to_seconds(usual.verdict_delay),
           "stall_timeout"_a = to_seconds(usual.stall_timeout),
           "idle_timeout"_a = to_seconds(usual.idle_timeout),
           "closing_timeout"_a = to_seconds(usual.closing_timeout), "max_frame"_a = usual.max_frame,
           "max_backlog"_a = usual.max_backlog, "max_unsent"_a = usual.max_unsent)
      .def(
          "answer",
          [](self& m, std::uint32_t request, const py::object& text) {
            answer(m, request, text, &rcon::responder::answer);
          },
          "request"_a, "text"_a, "Answers the command that was told last.")
      .def(
          "answer_part",
          [](self& m, std::uint32_t request, const py::object& text) {
            answer(m, request, text, &rcon::responder::answer_part);
          },
          "request"_a, "text"_a, "The beginning of an answer whose end is to follow by `answer`.")
      .def(
          "print",
          [](self& m, const py::object& text) {
            const text_argument what(text);
            check(m.call([&](banning_responder& r) { return r.print(as_bytes(std::string_view(what))); }));
          },
          "text"_a, "Says something that was not asked for, such as a line of the console.");
}

}  // namespace gamewire::python
