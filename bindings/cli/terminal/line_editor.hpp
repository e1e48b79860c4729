/// Lines from a terminal, with editing, history and completion: by libedit.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <histedit.h>

#include "rcon/completion.hpp"
#include "terminal/doorbell.hpp"

namespace gamewire::cli {

class line_editor {
 public:
  struct hooks {
    std::function<std::string()> prompt;
    std::function<completion(std::string_view before)> complete;
    /// What the bell was about: true when something was written to the terminal.
    std::function<bool()> answer;
  };
  enum class result : unsigned char { line, interrupted, end };

  line_editor(const doorbell& bell, hooks chosen);

  /// Ctrl-C is `interrupted`, Ctrl-D `end`.
  result read(std::string& line);
  /// For the arrow keys.
  void remember(const std::string& line);
  /// For what is written next, in place of the line that is being edited: that is shown again below.
  void make_room();

 private:
  struct end_editor {
    void operator()(EditLine* editor) const noexcept { el_end(editor); }
  };
  struct end_history {
    void operator()(History* lines) const noexcept { history_end(lines); }
  };

  static char* give_prompt(EditLine* editor);
  static int give_character(EditLine* editor, wchar_t* into);
  static unsigned char complete_here(EditLine* editor, int key);
  static line_editor& of(EditLine* editor);

  int next(wchar_t* into);
  void answer_bell();
  [[nodiscard]] std::size_t rows_above() const;
  unsigned char complete();
  void show(const completion& found);

  const doorbell& bell_;
  hooks hooks_;
  std::FILE* screen_;
  std::unique_ptr<History, end_history> history_;
  std::unique_ptr<EditLine, end_editor> editor_;
  std::string prompt_;
  bool interrupted_ = false;
};

}  // namespace gamewire::cli
