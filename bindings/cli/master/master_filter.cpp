#include "master/master_filter.hpp"

#include <fmt/core.h>

#include "output/output.hpp"

namespace gamewire::cli {
namespace {

void add_all(master::filter& to, const std::vector<condition_text>& conditions) {
  for (const condition_text& each : conditions)
    if (const auto failed = to.add(each.key, each.value))
      throw command_error(usage_fault(fmt::format("{}={}: {}", each.key, each.value, failed.message())));
}

void add_group(master::filter& to, master::logic how, const std::vector<condition_text>& conditions,
               std::size_t max_size) {
  master::filter group(max_size);
  add_all(group, conditions);
  if (group.empty()) return;
  if (const auto failed = to.add(how, group))
    throw command_error(usage_fault(fmt::format("--{}: {}", name_of(how), failed.message())));
}

}  // namespace

master::filter filter_of(const master_arguments& arguments, std::size_t max_size) {
  master::filter chosen(max_size);
  add_all(chosen, arguments.filter);
  add_group(chosen, master::logic::nor, arguments.nor, max_size);
  add_group(chosen, master::logic::nand, arguments.nand, max_size);
  return chosen;
}

}  // namespace gamewire::cli
