/// `gamewire aster`: one thing done on a server, or a look at what is said there.
#include "session.hpp"
#if defined(GAMEWIRE_ASTER)
#include <gamewire/text.hpp>

#include "aster/aster_console.hpp"
#endif

namespace gamewire::cli {

int run_aster(session& with, const aster_arguments& arguments) {
#if defined(GAMEWIRE_ASTER)
  try {
    return aster_console(with, arguments).run();
  } catch (const command_error& error) {
    const auto server = parse_target(arguments.server, aster_port);
    const std::string address = server ? server->text() : arguments.server;
    with.out.error(json{{"address", to_utf8(address)}}, address, error.why);
    return error.why.exit_code();
  }
#else
  (void)with, (void)arguments;
  throw command_error({condition::unsupported, "this build has no aster"});
#endif
}

}  // namespace gamewire::cli
