/// `gamewire aster`: one thing done on a server, or a look at what is said there.
#include "session.hpp"
#if defined(GAMEWIRE_ASTER)
#include "aster/aster_console.hpp"
#endif

namespace gamewire::cli {

int run_aster(session& with, const aster_arguments& arguments) {
#if defined(GAMEWIRE_ASTER)
  return aster_console(with, arguments).run();
#else
  (void)with, (void)arguments;
  throw command_error({condition::unsupported, "this build has no aster"});
#endif
}

}  // namespace gamewire::cli
