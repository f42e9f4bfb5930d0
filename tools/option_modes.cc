#include "tools/option_modes.h"

#include <utility>

#include <lingan/base/error.h>

namespace lingan::tools {

void OptionModes::only(std::vector<std::string> options, std::function<bool()> applies,
                       std::string why_not) {
  rules_.push_back({std::move(options), std::move(applies), std::move(why_not)});
}

void OptionModes::check(const CLI::App& command) const {
  for (const Rule& rule : rules_) {
    for (const std::string& option : rule.options) {
      const CLI::Option* given = command.get_option(option);
      if (given->count() == 0 || rule.applies()) continue;
      throw UsageError(given->get_name(false, true) + " has no effect " + rule.why_not);
    }
  }
}

}  // namespace lingan::tools
