package dev.assay.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import org.junit.jupiter.api.Test;

class StoredArraysTest {
  @Test
  void theArrayOfAStorageMakesItAgain() {
    for (DType dtype : DType.values()) {
      HostStorage storage = HostStorage.zeros(dtype, 3);
      HostStorage again = HostStorage.ofArray(dtype, storage.array());
      assertSame(storage.array(), again.array());
      assertEquals(3, again.size());
      assertTrue(again.sameBits(storage));
    }
  }

  @Test
  void anArrayOfAnotherTypeIsRefused() {
    assertEquals(
        "storage: uint8 is kept in byte[], got int[]",
        assertThrows(DTypeException.class, () -> HostStorage.ofArray(DType.UINT8, new int[] {1}))
            .getMessage());
    assertThrows(DTypeException.class, () -> HostStorage.ofArray(DType.STRING, "text"));
    assertThrows(ValueException.class, () -> HostStorage.ofArray(DType.COMPLEX64, new float[3]));
    assertThrows(ValueException.class, () -> HostStorage.ofArray(DType.INT32, null));
    assertThrows(ValueException.class, () -> HostStorage.ofArray(null, new int[1]));
  }
}
