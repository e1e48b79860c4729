#include <ostream>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/a2s/error.hpp>
#include <gamewire/error.hpp>
#include <gamewire/steamid/error.hpp>
#include <gamewire/vdf/error.hpp>

#include "support/system_errors.hpp"

namespace gamewire {
namespace {

constexpr int codes_of_base = static_cast<int>(errc::duplicate);
constexpr int codes_of_a2s = static_cast<int>(a2s::errc::compression_unsupported);
constexpr int codes_of_steamid = static_cast<int>(steamid::errc::bad_address);
constexpr int codes_of_vdf = static_cast<int>(vdf::errc::unwritable);

}  // namespace

TEST_CASE("the table of conditions has one row for each, where row() looks for it") {
  std::set<std::string_view> codes;
  int position = 0;
  for (const condition_row& one : condition_table) {
    CHECK(static_cast<int>(one.kind) == ++position);
    CHECK(&row(one.kind) == &one);
    CHECK(codes.insert(one.code).second);
    CHECK(one.exit_code >= 2);
    CHECK(one.exit_code <= 7);
    CHECK_FALSE(one.meaning.empty());
    CHECK(make_error_condition(one.kind).message() == one.meaning);
  }
}

TEST_CASE("the exit codes are those that scripts rely on") {
  CHECK(row(condition::timeout).exit_code == 4);
  for (const auto kind : {condition::refused, condition::resolve, condition::closed})
    CHECK(row(kind).exit_code == 3);
  for (const auto kind : {condition::auth, condition::banned}) CHECK(row(kind).exit_code == 5);
  for (const auto kind : {condition::protocol, condition::limit, condition::tls})
    CHECK(row(kind).exit_code == 6);
  for (const auto kind : {condition::http, condition::server}) CHECK(row(kind).exit_code == 7);
  for (const auto kind : {condition::usage, condition::unsupported}) CHECK(row(kind).exit_code == 2);
}

TEST_CASE("every error of a machine has words of its own and falls under a condition") {
  std::set<std::string> messages;
  const auto check = [&messages](std::error_code error) {
    CAPTURE(error.message());
    CHECK(error.message() != "unknown error");
    CHECK(messages.insert(error.message()).second);
    const condition kind = condition_of(error);
    CHECK(error == kind);
    CHECK(error.default_error_condition() == kind);
    for (const condition_row& other : condition_table) CHECK((error == other.kind) == (kind == other.kind));
  };
  for (int value = 1; value <= codes_of_base; ++value) check(static_cast<errc>(value));
  messages.clear();
  for (int value = 1; value <= codes_of_a2s; ++value) check(static_cast<a2s::errc>(value));
  messages.clear();
  for (int value = 1; value <= codes_of_steamid; ++value) check(static_cast<steamid::errc>(value));
  messages.clear();
  for (int value = 1; value <= codes_of_vdf; ++value) check(static_cast<vdf::errc>(value));

  // The last ones are the last ones: a new error has to be added above.
  CHECK(std::error_code(static_cast<errc>(codes_of_base + 1)).message() == "unknown error");
  CHECK(std::error_code(static_cast<a2s::errc>(codes_of_a2s + 1)).message() == "unknown error");
  CHECK(std::error_code(static_cast<steamid::errc>(codes_of_steamid + 1)).message() == "unknown error");
  CHECK(std::error_code(static_cast<vdf::errc>(codes_of_vdf + 1)).message() == "unknown error");
}

TEST_CASE("errors of machines fall under the conditions that tell whose fault it is") {
  CHECK(std::error_code(errc::busy) == condition::usage);
  CHECK(std::error_code(errc::invalid_argument) == condition::usage);
  CHECK(std::error_code(errc::cancelled) == condition::closed);
  CHECK(std::error_code(errc::no_memory) == condition::limit);
  CHECK(std::error_code(a2s::errc::timeout) == condition::timeout);
  CHECK(std::error_code(a2s::errc::bad_split) == condition::protocol);
  CHECK(std::error_code(a2s::errc::bad_checksum) == condition::protocol);
  CHECK(std::error_code(a2s::errc::too_large) == condition::limit);
  CHECK(std::error_code(a2s::errc::server_message) == condition::server);
  CHECK(std::error_code(a2s::errc::compression_unsupported) == condition::unsupported);
}

TEST_CASE("errors of the system fall under conditions, whether given as generic or as system errors") {
  const auto check = [](std::errc error, condition kind) {
    const auto generic = std::make_error_code(error);
    CAPTURE(generic.message());
    CHECK(condition_of(generic) == kind);
    CHECK(generic == kind);
    if (test::system_errors_are_posix())
      CHECK(std::error_code(static_cast<int>(error), std::system_category()) == kind);
  };
  check(std::errc::timed_out, condition::timeout);
  check(std::errc::connection_refused, condition::refused);
  check(std::errc::host_unreachable, condition::refused);
  check(std::errc::network_unreachable, condition::refused);
  check(std::errc::operation_not_permitted, condition::refused);
  check(std::errc::connection_reset, condition::closed);
  check(std::errc::broken_pipe, condition::closed);
  check(std::errc::message_size, condition::limit);
  check(std::errc::not_enough_memory, condition::limit);
  check(std::errc::too_many_files_open, condition::limit);
  check(std::errc::address_family_not_supported, condition::unsupported);
  check(std::errc::address_in_use, condition::usage);
  check(std::errc::file_exists, condition::closed);
}

TEST_CASE("success is no condition, and categories do not mix their numbers up") {
  for (const condition_row& one : condition_table) CHECK_FALSE(std::error_code{} == one.kind);
  CHECK(std::error_code(errc::closed) != std::error_code(a2s::errc::not_a2s));
  CHECK(category().name() == std::string("gamewire"));
  CHECK(a2s::category().name() == std::string("gamewire.a2s"));
  CHECK(std::error_condition(99, condition_category()).message() == "unknown condition");
  CHECK(std::error_condition(0, condition_category()).message() == "unknown condition");
}

}  // namespace gamewire
