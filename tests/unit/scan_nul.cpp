#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/bytes.hpp>
#include <gamewire/random.hpp>

#include "support/exact_memory.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

std::vector<std::size_t> found_by_scanner(bytes in) {
  std::vector<std::size_t> at;
  const std::byte* end = in.data() + in.size();
  nul_scanner scanner(in.data(), end);
  for (const std::byte* nul = scanner.next(); nul != end; nul = scanner.next())
    at.push_back(static_cast<std::size_t>(nul - in.data()));
  CHECK(scanner.next() == end);  // and it stays there
  return at;
}

std::vector<std::size_t> found_one_by_one(bytes in) {
  std::vector<std::size_t> at;
  const std::byte* end = in.data() + in.size();
  for (const std::byte* nul = find_nul(in.data(), end); nul != end; nul = find_nul(nul + 1, end))
    at.push_back(static_cast<std::size_t>(nul - in.data()));
  return at;
}

std::vector<std::size_t> expected(bytes in) {
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < in.size(); ++i)
    if (in[i] == std::byte{0}) at.push_back(i);
  return at;
}

}  // namespace

TEST_CASE("a single NUL is found wherever it stands, in spans of any size and alignment") {
  for (std::size_t size = 0; size <= 200; ++size)
    for (std::size_t nul = 0; nul <= size; ++nul) {
      const exact_memory in(size);
      std::ranges::fill(in.span(), std::byte{0x80});
      if (nul < size) in.span()[nul] = std::byte{0};
      const bytes view = in.view().subspan(std::min(size, nul % 17));
      const bool right = found_by_scanner(view) == expected(view) && found_one_by_one(view) == expected(view);
      REQUIRE_MESSAGE(right, size << " bytes, NUL at " << nul);
    }
}

TEST_CASE("all NULs are found, whether they are rare or everywhere") {
  split_mix random(8);
  for (const std::uint32_t one_in : {1U, 2U, 10U, 100U, 1000U})
    for (int i = 0; i < 200; ++i) {
      const exact_memory in(random.below(1500));
      for (std::byte& byte : in.span())
        byte = random.below(one_in) == 0 ? std::byte{0} : static_cast<std::byte>(1 + random.below(255));
      CHECK(found_by_scanner(in.view()) == expected(in.view()));
      CHECK(found_one_by_one(in.view()) == expected(in.view()));
    }
}

TEST_CASE("there is no NUL in nothing") {
  CHECK(find_nul(nullptr, nullptr) == nullptr);
  CHECK(nul_scanner(nullptr, nullptr).next() == nullptr);
  CHECK(nul_scanner().next() == nullptr);
}
