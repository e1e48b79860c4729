#include "terminal/line_editor.hpp"

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cwchar>

#include <fmt/core.h>
#include <langinfo.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <gamewire/text.hpp>

#include "output/columns.hpp"
#include "rcon/history_file.hpp"
#include "terminal/interrupt.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t most_listed = 100;    // candidates
constexpr std::size_t widest_listed = 40;   // columns of a candidate
constexpr std::size_t most_explained = 60;  // columns of what is said about it

constexpr wchar_t end_of_line = L'\x05';  // Ctrl-E

/// libedit reads characters of the locale, and people type UTF-8 in any.
void use_utf8() {
  std::setlocale(LC_CTYPE, "");
  if (std::string_view(::nl_langinfo(CODESET)) != "UTF-8") std::setlocale(LC_CTYPE, "C.UTF-8");
}

bool is_dumb() {
  const char* terminal = std::getenv("TERM");
  return terminal == nullptr || std::string_view(terminal) == "dumb";
}

std::string up(std::size_t rows) { return rows == 0 ? "" : fmt::format("\x1b[{}A", rows); }

/// libedit shows control characters as ^A.
std::size_t columns_of(wchar_t character) {
  const int columns = ::wcwidth(character);
  return columns < 0 ? 2 : static_cast<std::size_t>(columns);
}

/// Of UTF-8.
int characters(std::string_view text) { return static_cast<int>(width(text)); }

}  // namespace

line_editor::line_editor(const doorbell& bell, hooks chosen)
    : bell_(bell), hooks_(std::move(chosen)), screen_(::isatty(STDOUT_FILENO) == 1 ? stdout : stderr) {
  use_utf8();
  history_.reset(history_init());
  editor_.reset(el_init("gamewire", stdin, screen_, stderr));
  if (!history_ || !editor_) throw command_error({condition::unsupported, "the terminal cannot be used"});
  HistEvent event;
  history(history_.get(), &event, H_SETSIZE, static_cast<int>(history_file::most));
  history(history_.get(), &event, H_SETUNIQUE, 1);
  EditLine* const editor = editor_.get();
  el_set(editor, EL_CLIENTDATA, this);
  el_set(editor, EL_PROMPT, give_prompt);
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_HIST, history, history_.get());
  el_set(editor, EL_GETCFN, give_character);
  // Wide, as el_set makes copies of the names and leaks them.
  el_wset(editor, EL_ADDFN, L"gamewire-complete", L"completes the word", complete_here);
  el_set(editor, EL_BIND, "^I", "gamewire-complete", nullptr);
  el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
}

line_editor& line_editor::of(EditLine* editor) {
  void* self = nullptr;
  el_get(editor, EL_CLIENTDATA, &self);
  return *static_cast<line_editor*>(self);
}

char* line_editor::give_prompt(EditLine* editor) {
  line_editor& self = of(editor);
  self.prompt_ = printable(self.hooks_.prompt());
  return self.prompt_.data();
}

int line_editor::give_character(EditLine* editor, wchar_t* into) { return of(editor).next(into); }

unsigned char line_editor::complete_here(EditLine* editor, int) { return of(editor).complete(); }

line_editor::result line_editor::read(std::string& line) {
  interrupted_ = false;
  int size = 0;
  el_resize(editor_.get());
  el_set(editor_.get(), EL_PREP_TERM, 1);  // before the prompt: keys that follow it are for the editor
  const char* text = el_gets(editor_.get(), &size);
  if (text != nullptr && size > 0) {
    line.assign(text, static_cast<std::size_t>(size));
    if (line.ends_with('\n')) line.pop_back();
    return result::line;
  }
  std::fputs(interrupted_ ? "^C\n" : "\n", screen_);
  std::fflush(screen_);
  return interrupted_ ? result::interrupted : result::end;
}

void line_editor::remember(const std::string& line) {
  HistEvent event;
  history(history_.get(), &event, H_ENTER, line.c_str());
}

void line_editor::make_room() {
  std::fputs(is_dumb() ? "\n" : fmt::format("\r{}\x1b[J", up(rows_above())).c_str(), screen_);
  std::fflush(screen_);
}

/// Rows of the screen between the beginning of the prompt and the cursor.
std::size_t line_editor::rows_above() const {
  winsize screen{};
  if (::ioctl(::fileno(screen_), TIOCGWINSZ, &screen) != 0 || screen.ws_col == 0) return 0;
  const LineInfoW* line = el_wline(editor_.get());
  std::size_t columns = width(prompt_);
  for (const wchar_t* at = line->buffer; at != line->cursor; ++at) columns += columns_of(*at);
  return columns / screen.ws_col;
}

/// Waits for a key or the bell, whichever comes first. Ctrl-C is two: it first leaves the cursor behind the
/// line, which may be several lines on the screen.
int line_editor::next(wchar_t* into) {
  std::mbstate_t partly{};
  if (interrupted_) {
    errno = EINTR;
    return -1;
  }
  while (true) {
    pollfd both[] = {{STDIN_FILENO, POLLIN, 0}, {bell_.descriptor(), POLLIN, 0}};
    if (::poll(both, std::size(both), -1) < 0 && errno != EINTR) return -1;
    if (ring_on_interrupt::take_interrupt()) {
      interrupted_ = true;
      *into = end_of_line;
      return 1;
    }
    if (both[1].revents != 0) answer_bell();
    if (both[0].revents == 0) continue;
    char byte = 0;
    const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
    if (got <= 0) {
      if (got < 0 && errno == EINTR) continue;
      return static_cast<int>(got);
    }
    const std::size_t used = std::mbrtowc(into, &byte, 1, &partly);
    if (used == 0 || used == 1) return 1;
    if (used == static_cast<std::size_t>(-1)) partly = {};  // no character begins so: it is passed over
  }
}

void line_editor::answer_bell() {
  bell_.answer();
  el_resize(editor_.get());
  if (ring_on_interrupt::take_return()) {
    el_set(editor_.get(), EL_PREP_TERM, 0);
    el_set(editor_.get(), EL_PREP_TERM, 1);
    el_set(editor_.get(), EL_REFRESH);
  }
  if (hooks_.answer()) el_set(editor_.get(), EL_REFRESH);
}

unsigned char line_editor::complete() {
  const LineInfo* line = el_line(editor_.get());
  const std::string before(line->buffer, line->cursor);
  const completion found = hooks_.complete(before);
  if (found.candidates.empty()) return CC_REFRESH_BEEP;
  const bool only = found.candidates.size() == 1;
  const std::string better = found.common() + (only ? " " : "");
  if (better.size() > found.word.size() || (better.size() == found.word.size() && better != found.word)) {
    el_deletestr(editor_.get(), characters(found.word));
    el_insertstr(editor_.get(), better.c_str());
    return CC_REFRESH;
  }
  show(found);
  return CC_REDISPLAY;
}

/// A line each, with what is known about it.
void line_editor::show(const completion& found) {
  std::size_t columns = 0;
  for (const candidate& each : found.candidates) columns = std::max(columns, width(printable(each.text)));
  columns = std::min(columns, widest_listed);
  std::string text = "\n";
  for (const candidate& each :
       std::span(found.candidates).first(std::min(found.candidates.size(), most_listed)))
    text += fmt::format("  {}  {}\n", padded(printable(each.text), columns),
                        shortened(printable(each.about), most_explained));
  if (found.candidates.size() > most_listed)
    text += fmt::format("  and {} more\n", found.candidates.size() - most_listed);
  std::fputs(text.c_str(), screen_);
  std::fflush(screen_);
}

}  // namespace gamewire::cli
