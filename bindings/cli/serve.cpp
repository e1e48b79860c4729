/// `gamewire serve`: a server to play with.
#include <csignal>

#include <fmt/core.h>

#include "interrupt.hpp"
#include "sample_server.hpp"
#include "target.hpp"

namespace gamewire::cli {

int run_serve(session& with, const serve_arguments& arguments) {
  driver_options driver = driver_options_of(with);
  driver.trace = with.trace.hook(direction::sent);
  sample_server server = start_sample_server(arguments, std::move(driver));
  if (arguments.compress && arguments.engine == "goldsource")
    complain("the goldsource form knows no compression");

  const on_interrupt stopping([&] { server.stop(); });
  with.out.text(
      fmt::format("ready {}\n", json{{"a2s", endpoint_text(server.local_endpoint()).view()}}.dump()));
  const auto ended = server.run([](const auto&) {});
  if (interrupted_by() == SIGTERM) return 0;
  if (interrupted_by() != 0) return exit_code_of(interrupted_by());
  throw command_error(fault_of(ended));
}

}  // namespace gamewire::cli
