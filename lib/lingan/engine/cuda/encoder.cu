// Tokenizers on the device.
#include <lingan/engine/cuda/encoder.h>
#include <lingan/engine/cuda/backend.cuh>
#include <lingan/engine/cuda/entries.cuh>

namespace lingan::engine::cuda {

struct Encoder {
  explicit Encoder(const EncoderModel& model) : encoder(backend, model) {}

  Backend backend;
  DeviceEncoder<Backend> encoder;
};

CudaStatus encoder_create(const EncoderModel* model, Encoder** encoder) {
  return guarded([&] { *encoder = new Encoder(*model); });
}

void encoder_destroy(Encoder* encoder) { delete encoder; }

CudaStatus encode(Encoder* encoder, const EncodeJob* job) {
  return guarded([&] { encoder->encoder.encode(*job); });
}

}  // namespace lingan::engine::cuda
