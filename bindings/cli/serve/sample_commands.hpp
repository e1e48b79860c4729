/// What a sample server executes: a handful of commands, and its rules as variables.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gamewire::cli {

struct sample_commands {
  std::string status;  // what `status` says
  std::vector<std::pair<std::string, std::string>> rules;
  bool goldsource = false;  // its table of variables is another one

  /// Nothing for the one that ends the server.
  [[nodiscard]] std::optional<std::string> answer(std::string_view command) const;
};

}  // namespace gamewire::cli
