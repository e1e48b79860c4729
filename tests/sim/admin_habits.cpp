#include "admin_habits.hpp"

#include <array>
#include <charconv>

namespace gamewire::sim {

admin_habits make_admin_habits(dice& dice) {
  admin_habits made;
  made.acts = dice.between(1, 8);
  if (dice.chance(300)) made.lateness = dice.milliseconds(0, 50);
  if (dice.chance(200)) made.full_per_mille = dice.between(100, 1000);
  return made;
}

std::string make_command(dice& dice, std::uint32_t number, std::size_t longest) {
  static constexpr std::array sizes{1U, 100U, 1000U, 1391U, 1392U, 4000U, 11400U, 20000U};
  const std::string end = ' ' + std::to_string(number);
  const std::uint32_t size = sizes[dice.between(0, sizes.size() - 1)];
  switch (dice.between(0, 9)) {
    case 0: return "changelevel" + end;  // whose reply is empty
    case 1: return std::string(longest - end.size(), 'x') + end;
    case 2:
    case 3:
    case 4: return "hi" + end;
    default: return "text " + std::to_string(size) + end;
  }
}

std::uint32_t number_of_command(std::string_view command) {
  const std::string_view word = command.substr(command.rfind(' ') + 1);
  std::uint32_t number = 0;
  const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
  return read.ptr == word.data() + word.size() ? number : 0;
}

}  // namespace gamewire::sim
