#include "bench/lib/words.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan::bench {

std::vector<Words> read_words(const char* path) {
  std::ifstream file(path);
  if (!file) {
    std::fprintf(stderr, "%s: cannot read\n", path);
    std::exit(1);
  }
  std::vector<Words> sentences;
  for (std::string line; std::getline(file, line);) {
    const auto parts = split_whitespace(line);
    sentences.emplace_back(parts.begin(), parts.end());
  }
  return sentences;
}

metrics::SentenceList intern(const std::vector<Words>& sentences, metrics::WordInterner& words) {
  metrics::SentenceList list;
  for (const auto& sentence : sentences) {
    for (const auto& word : sentence) list.ids.push_back(words.id(word));
    list.offsets.push_back(list.tokens());
  }
  return list;
}

}  // namespace lingan::bench
