/// A conversation as a row of bytes: what fuzz targets of machines read, and what vectors are turned into for
/// them.
#pragma once

#include <vector>

#include "support/observed.hpp"
#include "support/vector_file.hpp"

namespace gamewire::fuzz {

/// What is done next. A byte each, modulo their number; `receive` is followed by a size u16 and that many
/// bytes (or all that are left), the others by one byte of argument.
enum class op : unsigned char {
  ask,
  cancel,
  close,
  end,
  deafen,
  wait,
  wait_for_deadline,
  drain,
  move,
  receive,
  count
};

class conversation {
 public:
  explicit conversation(bytes in) : reader_(in) {}

  [[nodiscard]] bool over() const { return reader_.empty() || !reader_.ok(); }
  std::uint8_t byte() { return reader_.empty() ? std::uint8_t{0} : reader_.u8(); }
  op next() { return static_cast<op>(byte() % static_cast<unsigned>(op::count)); }
  bytes datagram() {
    const std::size_t size = byte() | static_cast<std::size_t>(byte()) << 8;
    return reader_.take(std::min(size, reader_.size()));
  }

 private:
  byte_reader reader_;
};

/// The transport ends; or, for machines that can do with it, only a datagram is lost.
template <machine M>
void lose(test::observed<M>& actor, std::error_code why, bool all) {
  if constexpr (requires(M machine) { machine.unreachable(why, time_point{}); })
    if (!all) return actor.unreachable(why, actor.now());
  actor.receive_end(why, actor.now());
}

/// Gives a machine that reconnects the transport that it wants, and takes it away when it does not.
template <machine M>
void connect(test::observed<M>& actor, bool& up) {
  if constexpr (reconnecting<M>) {
    const bool wants = actor.machine().wants_transport();
    if (wants && !up) actor.opened(actor.now());
    up = wants;
  }
}

/// Does to the machine whatever the conversation says, and then lets it end; `ask(machine, which)` gives the
/// commands. Gives the first breach of the contract of machine.hpp, or "".
template <machine M, class Ask>
std::string have(conversation& talk, M subject, Ask ask) {
  using std::chrono::milliseconds;
  test::observed<M> actor(std::move(subject));
  bool deaf = false;
  bool up = false;
  actor.on_send = [&deaf](bytes out) { return deaf ? 0 : out.size(); };
  while (!talk.over()) {
    const op what = talk.next();
    const time_point now = actor.now();
    if (what != op::end) connect(actor, up);
    if (what == op::end) up = false;
    if (what == op::receive) {
      actor.receive(talk.datagram(), now + milliseconds(1));
      continue;
    }
    const std::uint8_t argument = talk.byte();
    switch (what) {
      case op::ask: actor.ask([&](M& machine) { return ask(machine, argument); }); break;
      case op::cancel: actor.cancel(request_id{argument}); break;
      case op::close: actor.close(now); break;
      case op::end:
        lose(actor, std::error_code(argument % 128, std::generic_category()), argument < 128);
        break;
      case op::deafen: deaf = argument % 2 != 0; break;
      case op::wait:
        actor.on_timeout(now + milliseconds(argument * 16));
        if constexpr (reconnecting<M>)
          if (argument % 2 != 0 && actor.wants_to_connect()) actor.opened(actor.now());
        break;
      case op::wait_for_deadline:
        actor.on_timeout(std::min(actor.machine().deadline(), now + milliseconds(1 << 16)));
        break;
      case op::drain: actor.lazy = argument % 2 != 0, actor.drain(); break;
      default: actor.relocate();
    }
  }
  actor.finish();
  return actor.breaches().empty() ? "" : actor.breaches().front();
}

/// Bytes of options at the front of a conversation; 0 is the default of each.
inline constexpr std::size_t option_bytes = 4;

/// The inputs that a vector gives: each datagram by itself, and the whole as a conversation.
std::vector<test::buffer> inputs_of(const test::vector_case& vector);

}  // namespace gamewire::fuzz
