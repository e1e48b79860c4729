#include "master/master_filter.hpp"

#include <fmt/core.h>

#include "output/output.hpp"

namespace gamewire::cli {
namespace {

std::string explain(std::error_code failed, std::size_t max_size) {
  return failed == errc::no_room ? fmt::format("a filter has at most {} bytes", max_size) : failed.message();
}

void add_all(master::filter& to, const std::vector<condition_text>& conditions, std::size_t max_size) {
  for (const condition_text& each : conditions)
    if (const auto failed = to.add(each.key, each.value))
      throw command_error(
          usage_fault(fmt::format("{}={}: {}", each.key, each.value, explain(failed, max_size))));
}

void add_group(master::filter& to, master::logic how, const std::vector<condition_text>& conditions,
               std::size_t max_size) {
  master::filter group(max_size);
  add_all(group, conditions, max_size);
  if (group.empty()) return;
  if (const auto failed = to.add(how, group))
    throw command_error(usage_fault(fmt::format("--{}: {}", name_of(how), explain(failed, max_size))));
}

}  // namespace

master::filter filter_of(const master_arguments& arguments, std::size_t max_size) {
  master::filter chosen(max_size);
  add_all(chosen, arguments.filter, max_size);
  add_group(chosen, master::logic::nor, arguments.nor, max_size);
  add_group(chosen, master::logic::nand, arguments.nand, max_size);
  return chosen;
}

}  // namespace gamewire::cli
