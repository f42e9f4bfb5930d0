/// Prints the tokens of every line of stdin, a space between them, as a tokenization of sacreBLEU
/// gives them. Usage: sacrebleu_tokens 13a|none|char|zh|intl
#include <iostream>
#include <string>

#include <lingan/text/sacrebleu/tokenization.h>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto& tokenization =
      lingan::find_card(lingan::sacrebleu_tokenizations(), argv[1], "tokenization");
  std::string buffer;
  for (std::string line; std::getline(std::cin, line);) {
    const char* before = "";
    for (const auto token : lingan::split_as_sacrebleu(tokenization, line, buffer)) {
      std::cout << before << token;
      before = " ";
    }
    std::cout << '\n';
  }
}
