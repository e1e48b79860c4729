/// The shell: lines from a terminal, kept between runs, until somebody has had enough.
#include "rcon/rcon_shell.hpp"

#include "rcon/history_file.hpp"
#include "rcon/rcon_console.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/line_editor.hpp"

namespace gamewire::cli {
namespace {

class rcon_shell {
 public:
  rcon_shell(session& with, const rcon_arguments& arguments)
      : console_(with, arguments.login, arguments.address, ring_on_interrupt::take_interrupt),
        catching_(console_.bell()),
        editor_(console_.bell(), {.prompt = [this] { return console_.prompt(); },
                                  .complete = [this](auto before) { return complete(before, console_); },
                                  .answer = [this] { return tell_what_happened(); }}) {
    for (const std::string& line : history_.lines()) editor_.remember(line);
  }

  void run(const std::string& address) {
    if (!address.empty()) console_.connect(address);
    std::string line;
    while (true) {
      if (console_.heard()) console_.tell_messages();
      console_.tell_if_lost();
      const auto got = editor_.read(line);
      if (got == line_editor::result::end) return;
      if (got == line_editor::result::interrupted) continue;
      if (!console_.line(line)) return keep(line);
      keep(line);  // afterwards: now the console knows of a password that is in it
    }
  }

 private:
  void keep(const std::string& line) {
    const std::string kept = for_history(line, console_.secrets());
    if (kept.empty()) return;
    editor_.remember(kept);
    if (kept != last_) history_.append(kept);
    last_ = kept;
  }

  /// While a line is being typed.
  bool tell_what_happened() {
    const bool heard = console_.heard();
    if (!heard && !console_.lost()) return false;
    editor_.make_room();
    console_.tell_messages();
    console_.tell_if_lost();
    return true;
  }

  rcon_console console_;
  ring_on_interrupt catching_;
  history_file history_;
  line_editor editor_;
  std::string last_;
};

}  // namespace

int run_shell(session& with, const rcon_arguments& arguments) {
  rcon_shell(with, arguments).run(arguments.address);
  return 0;
}

}  // namespace gamewire::cli
