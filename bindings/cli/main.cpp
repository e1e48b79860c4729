#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include "arguments/table.hpp"
#include "output/output.hpp"
#include "terminal/interrupt.hpp"

namespace gamewire::cli {
namespace {

/// A mistake on the command line may come before its --json was read.
bool asks_for_json(int argc, char** argv) {
  for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i)
    if (std::string_view(argv[i]) == "--json") return true;
  return false;
}

/// Says what was wrong on stderr; with --json also as an object.
int report(const fault& why, const command* blamed, bool as_json) {
  complain(why.message);
  if (!as_json) return why.exit_code();
  json object = json::object();
  if (blamed != nullptr) object["command"] = blamed->parser->get_name();
  object["error"] = to_json(why);
  output(true).object(object);
  return why.exit_code();
}

int report(const CLI::ParseError& mistake, const command* blamed, bool as_json) {
  const int code = report(usage_fault(mistake.what()), blamed, as_json);
  to_stderr(fmt::format("Try `gamewire {}--help`.\n", blamed ? blamed->parser->get_name() + ' ' : ""));
  return code;
}

/// A standard stream that the caller closed must not become the next socket or file that is opened. It is open the other
/// way, so that reading from it, or writing to it, fails as if it were closed.
void occupy_standard_descriptors() {
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(standard, F_GETFD) < 0) [[maybe_unused]]
      const int lowest = ::open("/dev/null", standard == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int run(int argc, char** argv) {
  argument_table table;
  if (argc < 2) {
    to_stderr(table.app().help());
    return exit_usage;
  }
  try {
    table.parse(argc, argv);
  } catch (const CLI::Success& wanted) {  // --help, --version
    const int status = table.app().exit(wanted);
    if (!std::cout.flush()) throw output_lost(errno);
    return status;
  } catch (const unknown_command& mistake) {
    return report(mistake, nullptr, asks_for_json(argc, argv));
  } catch (const CLI::ParseError& mistake) {
    return report(mistake, table.chosen(), asks_for_json(argc, argv));
  }
  const command& chosen = *table.chosen();
  try {
    exit_on_interrupt();
    session with(table.common());
    const int status = chosen.run(with);
    with.trace.check();
    return status;
  } catch (const command_error& error) {
    return report(error.why, &chosen, table.common().json);
  } catch (const std::bad_alloc&) {
    return report(fault_of(errc::no_memory), &chosen, table.common().json);
  } catch (const std::system_error& error) {  // of a library: no threads left, no descriptors
    return report(fault_of(error.code()), &chosen, table.common().json);
  }
}

}  // namespace
}  // namespace gamewire::cli

int main(int argc, char** argv) {
  gamewire::cli::occupy_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that leaves shows as an error of the write
  try {
    return gamewire::cli::run(argc, argv);
  } catch (const gamewire::cli::output_lost& lost) {
    if (lost.error_number == EPIPE) return 0;  // it has read all it wanted
    gamewire::cli::complain(std::string("standard output: ") + lost.what());
  } catch (const std::exception& error) {
    gamewire::cli::complain(error.what());
  }
  return 1;
}
