/// Oracles: fixed generators whose likelihood is the measure of a trained one.
#pragma once

#include <memory>
#include <string>

#include <lingan/model/generators/generator.h>
#include <lingan/model/tensor_file.h>

namespace lingan {

/// An oracle by its command-line name: `seed:N` (an LSTM with weights from N(0, 1), one bias a
/// gate, V = 5000, E = H = 32, as in SeqGAN) or the path of a safetensors file with the fifteen
/// tensors of the published SeqGAN oracle, or of a run's generator. A generator has its own special
/// tokens (see describe_generator). Otherwise token 0 is fed first and is a token like the others;
/// there is no eos.
/// @throws InputError if the file is malformed or lacks a tensor, naming it, or if the generator
/// has a latent code, labels or sources.
std::shared_ptr<Generator> load_oracle(const std::string& name);

/// The tensors of a file that a user names as an oracle.
/// @throws IoError, InputError, with what may be named: as load_tensors, and for a file without a
/// generator.
TensorFile load_oracle_file(const std::string& name);

/// Whether the name is `seed:N`: such an oracle has no file.
bool is_random_oracle(const std::string& name);

/// The oracle of a file's tensors.
/// @param where  the file's name, for messages.  @throws InputError as load_oracle
std::shared_ptr<Generator> make_oracle(const TensorFile& file, const std::string& where);

}  // namespace lingan
