#include "tools/notices.h"

#include <cstdio>

#include <lingan/base/notice.h>

#include "tools/command_line_names.h"
#include "tools/progress_line.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

std::vector<std::string> said;

void listen(bool shows) {
  set_notice_listener([shows](const std::string& text) {
    said.push_back(in_words_of_the_command_line(text));
    if (!shows) return;
    std::fprintf(stderr, "%slingan: %s\n", erase_progress(), one_line(said.back()).c_str());
  });
}

}  // namespace

void show_notices() { listen(true); }
void hide_notices() { listen(false); }

const std::vector<std::string>& notices() { return said; }

std::string json_report(nlohmann::ordered_json report, const std::vector<std::string>& notices,
                        int indent) {
  if (!notices.empty()) report["notices"] = notices;
  return report.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace lingan::tools
