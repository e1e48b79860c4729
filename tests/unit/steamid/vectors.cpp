/// The ids of tests/vectors/steamid: every way to write one reads as the same, and all of its forms are told.
#include <cstdio>

#include <doctest/doctest.h>

#include <gamewire/steamid/format.hpp>
#include <gamewire/steamid/parse.hpp>

#include "support/vector_file.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

std::string line(const char* name, const std::optional<steamid::short_text>& form) {
  return form ? std::string(name) + ' ' + std::string(form->view()) + '\n' : "";
}

std::string describe(steamid::id of) {
  char number[64];
  std::snprintf(number, sizeof number, "%s 0x%016llX\n", std::string(to_steam64(of).view()).c_str(),
                static_cast<unsigned long long>(of.bits()));
  std::string told = number;
  const auto part = [&told](const char* name, auto value) {
    told += std::string(name) + ' ' + std::to_string(static_cast<unsigned>(value));
  };
  part("universe", of.universe());
  part(", type", of.type());
  part(", instance", of.instance());
  part(", account", of.account());
  told += '\n';
  if (const auto zero = to_steam2(of))
    told += line("steam2", zero).substr(0, zero->view().size() + 7) + ' ' +
            std::string(to_steam2(of, steamid::steam2_style::public_is_1)->view()) + '\n';
  told +=
      line("steam3", to_steam3(of)) + line("invite", to_invite_code(of)) + line("friend", to_friend_code(of));
  told += line("url", to_url(of));
  return told + (of.valid() ? "valid\n" : "not valid\n");
}

std::string outcome(std::string_view text) {
  const auto read = steamid::parse(text);
  return read ? describe(*read) : "error: " + make_error_code(read.error()).message() + '\n';
}

const std::vector<vector_case>& vectors() {
  static const auto all = read_vectors(GAMEWIRE_VECTORS "/steamid");
  return all;
}

}  // namespace

TEST_SUITE_BEGIN("steamid vectors");

TEST_CASE("there are vectors") { CHECK(vectors().size() >= 46); }

TEST_CASE("every input of a vector gives its log") {
  for (const auto& vector : vectors()) {
    INFO(vector.name);
    CHECK_FALSE(vector.datagrams.empty());
    for (const auto& input : vector.datagrams) {
      INFO(as_text(input));
      CHECK(outcome(as_text(input)) == vector.log);
    }
  }
}

TEST_SUITE_END();
