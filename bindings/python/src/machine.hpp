/// Any machine of core as a Python class.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include <gamewire/machine.hpp>

#include "errors.hpp"
#include "record.hpp"

namespace gamewire::python {

/// Makes Python objects of a machine's events: `py::object operator()(const …&)` for each. One that has more to say than
/// an event does is made of the machine.
template <class M>
struct teller;

py::object tell(const failed& event);
py::object tell(const closed& event);

/// A machine, and what has happened to it. Views die with the next call, and Python holds on to what it is given: so
/// every call takes the events out at once, as objects of their own. Making these may run Python, and other threads
/// with it: a call that comes amid another one is a UsageError.
template <class M>
class held {
 public:
  using machine_type = M;

  template <class... Arguments>
  explicit held(Arguments&&... arguments) : machine_(std::forward<Arguments>(arguments)...) {}

  M& machine() noexcept { return machine_; }
  const M& machine() const noexcept { return machine_; }

  template <class Call>
  auto call(Call&& what) {
    const work at_work(busy_);
    if constexpr (std::is_void_v<std::invoke_result_t<Call, M&>>) {
      what(machine_);
      collect();
    } else {
      auto result = what(machine_);
      collect();
      return result;
    }
  }

  py::list transmits(double now) {
    const work at_work(busy_);
    py::list all;
    const time_point at = to_time(now);
    for (bytes out = machine_.poll_transmit(at); !out.empty(); out = machine_.poll_transmit(at)) {
      all.append(to_python(out));
      machine_.transmitted(out.size(), at);
    }
    collect();
    return all;
  }

  /// Of a stream no more than a socket may take at once: what it does not take is copied again the next time.
  py::object poll_transmit(double now) {
    return call([at = to_time(now)](M& machine) {
      bytes out = machine.poll_transmit(at);
      if constexpr (M::wire == framing::stream) out = out.first(std::min(out.size(), most_at_once));
      return to_python(out);
    });
  }

  py::list events() { return std::exchange(events_, py::list()); }

 private:
  static constexpr std::size_t most_at_once = 1U << 18U;

  class work {
   public:
    explicit work(bool& busy) : busy_(busy) {
      if (busy_) raise_usage("this machine is amid another call");
      busy_ = true;
    }
    work(const work&) = delete;
    work& operator=(const work&) = delete;
    ~work() { busy_ = false; }

   private:
    bool& busy_;
  };

  [[nodiscard]] teller<M> make_teller() const {
    if constexpr (std::constructible_from<teller<M>, const M&>)
      return teller<M>(machine_);
    else
      return {};
  }

  void collect() {
    while (auto event = machine_.poll_event()) events_.append(std::visit(make_teller(), *event));
  }

  M machine_;
  py::list events_;
  bool busy_ = false;
};

/// `OSError`, another exception, or None, as the transport's end.
std::error_code reason_of(const py::object& error);

inline std::optional<double> deadline_of(time_point at) {
  return at == never ? std::nullopt : std::optional(to_seconds(at));
}

/// The class with what all machines have; the protocol adds its constructor and commands.
template <class M>
py::class_<held<M>> bind_machine(py::module_& module, const char* name, const char* doc) {
  using self = held<M>;
  py::class_<self> made(module, name, doc);
  made.def(
          "receive",
          [](self& m, const py::object& data, double now) {
            const buffer in(data);
            m.call([&](M& machine) { machine.receive(in, to_time(now)); });
          },
          "data"_a, "now"_a, "Takes a datagram, or any piece of the stream, that arrived at `now`.")
      .def(
          "receive_end",
          [](self& m, double now, const py::object& error) {
            const std::error_code why = reason_of(error);  // it may be of the caller's making
            m.call([&](M& machine) { machine.receive_end(why, to_time(now)); });
          },
          "now"_a, "error"_a = py::none(),
          "The transport has ended: in an orderly way (None), or by the exception that the system raised.")
      .def(
          "on_timeout",
          [](self& m, double now) { m.call([&](M& machine) { machine.on_timeout(to_time(now)); }); }, "now"_a,
          "To be called when `deadline` has come; before it, it does nothing.")
      .def("transmits", &self::transmits, "now"_a,
           "What is to be sent now, in order; each a datagram, or a piece of the stream. The caller has it "
           "then.")
      .def("poll_transmit", &self::poll_transmit, "now"_a,
           "The next datagram, or the next bytes of the stream; none: nothing to send. What `transmitted` "
           "does not say was taken is given again. The time of requests begins with this call: make it "
           "also while there is no transport.")
      .def(
          "transmitted",
          [](self& m, std::size_t size, double now) {
            m.call([&](M& machine) { machine.transmitted(size, to_time(now)); });
          },
          "size"_a, "now"_a,
          "The transport took so many of these bytes at `now`; a datagram whole, or not at all.")
      .def("events", &self::events, "What has happened since the last call, in order.")
      .def(
          "close", [](self& m, double now) { m.call([&](M& machine) { machine.close(to_time(now)); }); },
          "now"_a, "Accepts no more, finishes what is open, and is done then.")
      .def_property_readonly(
          "deadline", [](const self& m) { return deadline_of(m.machine().deadline()); },
          "When `on_timeout` wants to be called, on the caller's clock; None: never.")
      .def_property_readonly(
          "done", [](const self& m) { return m.machine().done(); }, "Is it over?")
      .def_property_readonly_static("datagrams",
                                    [](const py::object&) { return M::wire == framing::datagram; });
  if constexpr (reconnecting<M>)
    made.def_property_readonly(
            "wants_transport", [](const self& m) { return m.machine().wants_transport(); },
            "Does it want a connection now?")
        .def(
            "opened", [](self& m, double now) { m.call([&](M& machine) { machine.opened(to_time(now)); }); },
            "now"_a, "The connection is there; one that failed is told by `receive_end`.");
  return made;
}

/// `cancel(id)`, of machines that have it.
template <class M, class Class>
void bind_cancel(Class& to) {
  to.def(
      "cancel",
      [](held<M>& m, std::uint32_t id) {
        check(m.call([&](M& machine) { return machine.cancel(request_id{id}); }));
      },
      "id"_a, "Ends an open request: its event is `Failed`.");
}

/// A command without arguments.
template <class M, class Class>
void bind_request(Class& to, const char* name, accepted (M::*command)() noexcept, const char* doc) {
  to.def(
      name, [command](held<M>& m) { return id_of(m.call([&](M& machine) { return (machine.*command)(); })); },
      doc);
}

}  // namespace gamewire::python
