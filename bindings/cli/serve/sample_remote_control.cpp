#include "serve/sample_remote_control.hpp"

#include <gamewire/system.hpp>

#include "output/output.hpp"

namespace gamewire::cli {
namespace {

rcon::goldsource::responder_options options_of(std::string_view password, rcon::ban_list& bans) {
  rcon::goldsource::responder_options options{.password = password, .bans = &bans};
  if (const auto failed = system::fill_random(std::as_writable_bytes(std::span(&options.secret, 1))))
    throw command_error(fault_of(failed));
  if (options.validate()) throw command_error(usage_fault("no goldsource server has such a password"));
  return options;
}

}  // namespace

sample_remote_control::sample_remote_control(std::string_view password, sample_commands commands,
                                             std::function<void()> on_exit)
    : responder_(options_of(password, bans_)), commands_(std::move(commands)), on_exit_(std::move(on_exit)) {}

void sample_remote_control::receive(const endpoint& peer, bytes datagram, time_point now) {
  responder_.receive(peer, datagram, now);
  drain();
}

void sample_remote_control::close(time_point now) {
  responder_.close(now);
  drain();
}

void sample_remote_control::drain() {
  while (const auto event = responder_.poll_event()) {
    const auto* command = std::get_if<rcon::goldsource::responder::command>(&*event);
    if (command == nullptr) continue;
    if (const auto answer = commands_.answer(command->text))
      (void)responder_.answer(as_bytes(*answer));  // what does not fit is lost, as it would be on the way
    else
      on_exit_();
  }
}

}  // namespace gamewire::cli
