#include "tools/command_line_names.h"

#include <array>
#include <string_view>

namespace lingan::tools {
namespace {

struct Name {
  std::string_view library;
  std::string_view command_line;
};

constexpr std::array kNames{
    Name{"`anchors`", "--anchors"},
    Name{"`bad_text`", "--on-bad-text"},
    Name{"`candidates`", "--candidates"},
    Name{"`code`", "--code"},
    Name{"`posterior`", "--posterior"},
    Name{"`corpus_b`", "--corpus-b"},
    Name{"`discount_fallback`", "--discount-fallback"},
    Name{"`encoder`", "--encoder"},
    Name{"`ensemble`", "--ensemble"},
    Name{"`folder`", "--out"},
    Name{"`gaps`", "--gaps"},
    Name{"`generators`", "--generators"},
    Name{"`grammar`", "--grammar"},
    Name{"`greedy`", "--greedy"},
    Name{"`hypotheses`", "--hypotheses"},
    Name{"`hypothesis_vectors`", "--hypothesis-vectors"},
    Name{"`judge`", "--judge"},
    Name{"`label`", "--label"},
    Name{"`label_column`", "--label-column"},
    Name{"`labels`", "--labels"},
    Name{"`oracle`", "--oracle"},
    Name{"`length_percentile`", "--length-percentile"},
    Name{"`max_length`", "--max-length"},
    Name{"`min_count`", "--min-count"},
    Name{"`order`", "--order"},
    Name{"`overrides`", "--set"},
    Name{"`own_reward`", "--reward"},
    Name{"`pad_to`", "--pad-to"},
    Name{"`pairs`", "--pairs"},
    Name{"`prompt`", "--prompt"},
    Name{"`query`", "--query"},
    Name{"`recipes`", "--recipes"},
    Name{"`reference_vectors`", "--reference-vectors"},
    Name{"`references`", "--references"},
    Name{"`seeds`", "--seeds"},
    Name{"`skip_symbols`", "--skip-symbols"},
    Name{"`sources`", "--sources"},
    Name{"`starts`", "--starts"},
    Name{"`steps`", "--steps"},
    Name{"`temperature`", "--temperature"},
    Name{"`top_k`", "--top-k"},
    Name{"`top_p`", "--top-p"},
    Name{"`train_run`", "lingan train --resume"},
    Name{"`training`", "--train"},
    Name{"`validation`", "--valid"},
    Name{"`vectors`", "--vectors"},
    Name{"`vocabulary_size`", "--vocab-size"},
    Name{"`zstd`", "zstd -dc --long=31"},  // the program of that name
};

}  // namespace

std::string in_words_of_the_command_line(std::string message) {
  for (const Name& name : kNames) {
    for (size_t at = 0; (at = message.find(name.library, at)) != std::string::npos;) {
      message.replace(at, name.library.size(), name.command_line);
      at += name.command_line.size();
    }
  }
  return message;
}

}  // namespace lingan::tools
