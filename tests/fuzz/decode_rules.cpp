// A walk over a rule list finds what its summary says, and every byte once; written and read again it is the
// same.
#include <gamewire/a2s/rules.hpp>

#include "support/a2s_events.hpp"
#include "support/hex.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(decode_rules) {
  const auto rules = a2s::decode_rules(in);
  if (!rules) return;
  std::vector<a2s::rule_view> list;
  std::size_t size = 0;
  for (const a2s::rule_view& rule : *rules) {
    list.push_back(rule);
    size += rule.name.size() + rule.value.size() + 2;
  }
  const auto summary = rules->summarize();
  HOLDS(list.size() == summary.complete && summary.partial == (list.size() < rules->declared()));
  HOLDS(size + summary.trailing_bytes == rules->raw().size());

  test::buffer room(in.size() + 4);
  const auto written = a2s::encode_rules(list, room);
  const auto again = a2s::decode_rules(written.value_or(bytes{}));
  HOLDS(again && again->raw().size() == size &&
        as_text(again->raw()) == as_text(rules->raw()).substr(0, size));
  HOLDS(a2s::own(*rules).list.size() == list.size());
}
