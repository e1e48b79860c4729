/// What the Tab key offers in the shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rcon/rcon_console.hpp"

namespace gamewire::cli {

struct candidate {
  std::string text;   // in place of the word that is being typed
  std::string about;  // a value, a help; may be empty; a server's text
};

struct completion {
  std::string_view word;  // what is there of it
  std::vector<candidate> candidates;

  /// What all candidates begin with.
  [[nodiscard]] std::string common() const;
};

/// `before` is the line up to the cursor.
completion complete(std::string_view before, const rcon_console& console);

}  // namespace gamewire::cli
