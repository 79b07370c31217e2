WITH source AS (
  SELECT
    *
  FROM qm.lots
), level_0 AS (
  SELECT
    *,
    `maj` < 0 OR `maj` > 999999999999999 AS `__disposition_bad_0`,
    NOT TRIM(CAST(`haste` AS STRING)) IN ('E', '-', '') AS `__disposition_bad_1`,
    CAST(`by` AS DATE) < CAST('1900-01-01' AS DATE)
    OR CAST(`by` AS DATE) > CAST('2999-12-31' AS DATE) AS `__disposition_bad_2`,
    `price` < 0.00 OR `price` > 999999999999999.99 AS `__disposition_bad_3`,
    `qty` < 1 OR `qty` > 1000000000000 AS `__disposition_bad_4`,
    FALSE AS `__disposition_bad_5`
  FROM source
), level_1 AS (
  SELECT
    *,
    CASE
      WHEN COALESCE(`__disposition_bad_0`, FALSE)
      THEN NULL
      ELSE CAST(`maj` AS INT64)
    END AS `__disposition_value_0`,
    CASE
      WHEN COALESCE(`__disposition_bad_1`, FALSE)
      THEN NULL
      ELSE CASE WHEN TRIM(CAST(`haste` AS STRING)) = 'E' THEN 'high' END
    END AS `__disposition_value_1`,
    CASE
      WHEN COALESCE(`__disposition_bad_2`, FALSE)
      THEN NULL
      ELSE CAST(DATE_DIFF(CAST(`by` AS DATE), CAST('1970-01-01' AS DATE), DAY) AS INT64)
    END AS `__disposition_value_2`,
    CASE
      WHEN COALESCE(`__disposition_bad_3`, FALSE)
      THEN NULL
      ELSE CAST(`price` * 100 AS INT64)
    END AS `__disposition_value_3`,
    CASE
      WHEN COALESCE(`__disposition_bad_4`, FALSE)
      THEN NULL
      ELSE CAST(`qty` AS INT64)
    END AS `__disposition_value_4`,
    CASE WHEN NOT TRIM(CAST(`who` AS STRING)) IN ('') THEN CAST(`who` AS STRING) END AS `__disposition_value_5`
  FROM level_0
), level_2 AS (
  SELECT
    *,
    `__disposition_value_0` <= 5 AS `__disposition_level_0`,
    `__disposition_value_1` <> 'low' AS `__disposition_level_1`,
    (
      CAST(`__disposition_value_3` AS BIGNUMERIC) * CAST(`__disposition_value_4` AS BIGNUMERIC)
    ) > 100050 AS `__disposition_level_3`
  FROM level_1
), level_3 AS (
  SELECT
    *,
    (
      (
        `__disposition_level_0` AND `__disposition_level_1`
      )
      AND (
        NOT (
          `__disposition_value_2` < 20782
        )
      )
    ) AS `__disposition_level_2`,
    (
      `__disposition_level_3`
      AND (
        NOT (
          `__disposition_value_5` = 'Neill & Co'
        )
      )
    ) AS `__disposition_level_4`,
    NOT (
      `__disposition_level_0` AND `__disposition_level_1`
    ) IS NULL AS `__disposition_level_7`,
    NOT (
      `__disposition_level_3` AND (
        NOT `__disposition_level_3` IS NULL
      )
    ) AS `__disposition_level_10`
  FROM level_2
), level_4 AS (
  SELECT
    *,
    CASE
      WHEN (
        (
          (
            `__disposition_bad_0` OR `__disposition_bad_1`
          )
          OR (
            `__disposition_bad_2` OR `__disposition_bad_3`
          )
        )
        OR (
          `__disposition_bad_4` OR `__disposition_bad_5`
        )
      )
      THEN 0
      WHEN `__disposition_level_2` IS NULL
      THEN 1
      WHEN `__disposition_level_2`
      THEN 2
      WHEN `__disposition_level_4` IS NULL
      THEN 3
      WHEN `__disposition_level_4`
      THEN 4
      ELSE 5
    END AS `__disposition_level_5`,
    NOT (
      (
        `__disposition_level_0` AND `__disposition_level_1`
      )
      AND `__disposition_level_7`
    ) AS `__disposition_level_8`
  FROM level_3
), level_5 AS (
  SELECT
    *,
    `__disposition_level_5` = 1 AS `__disposition_level_6`,
    `__disposition_level_5` = 3 AS `__disposition_level_9`
  FROM level_4
)
SELECT
  `maj`,
  `haste`,
  `by`,
  `price`,
  `qty`,
  `who`,
  CASE
    WHEN `__disposition_level_5` IN (0)
    THEN CAST(NULL AS STRING)
    WHEN `__disposition_level_5` IN (2)
    THEN 'ship'
    WHEN `__disposition_level_5` IN (4)
    THEN 'sort'
    ELSE 'hold'
  END AS `decision_outcome`,
  ARRAY(
    SELECT
      text
    FROM UNNEST([
      CASE
        WHEN (
          (
            `__disposition_level_6` AND `__disposition_level_8`
          )
          AND (
            (
              NOT `__disposition_level_7`
            ) AND (
              `__disposition_value_0` IS NULL
            )
          )
        )
        THEN 'defects.major.found'
      END,
      CASE
        WHEN (
          (
            `__disposition_level_9` AND `__disposition_level_10`
          )
          AND (
            `__disposition_value_4` IS NULL
          )
        )
        THEN 'lot.quantity'
      END,
      CASE
        WHEN (
          (
            `__disposition_level_9` AND `__disposition_level_10`
          )
          AND (
            `__disposition_value_3` IS NULL
          )
        )
        THEN 'lot.unit_price'
      END,
      CASE
        WHEN (
          `__disposition_level_6` AND (
            `__disposition_value_2` IS NULL
          )
        )
        THEN 'shipment.ship_by'
      END,
      CASE
        WHEN (
          (
            `__disposition_level_6` AND `__disposition_level_8`
          )
          AND (
            (
              NOT `__disposition_level_7`
            ) AND (
              `__disposition_value_1` IS NULL
            )
          )
        )
        THEN 'shipment.urgency'
      END,
      CASE
        WHEN (
          `__disposition_level_9` AND (
            `__disposition_value_5` IS NULL
          )
        )
        THEN 'supplier.id'
      END
    ]) AS text
    WHERE
      NOT text IS NULL
  ) AS `decision_missing`,
  CASE
    WHEN (
      (
        (
          `__disposition_bad_0` OR `__disposition_bad_1`
        )
        OR (
          `__disposition_bad_2` OR `__disposition_bad_3`
        )
      )
      OR (
        `__disposition_bad_4` OR `__disposition_bad_5`
      )
    )
    THEN ARRAY(
      SELECT
        text
      FROM UNNEST([
        CASE WHEN `__disposition_bad_0` THEN 'maj' END,
        CASE WHEN `__disposition_bad_1` THEN 'haste' END,
        CASE WHEN `__disposition_bad_2` THEN 'by' END,
        CASE WHEN `__disposition_bad_3` THEN 'price' END,
        CASE WHEN `__disposition_bad_4` THEN 'qty' END,
        CASE WHEN `__disposition_bad_5` THEN 'who' END
      ]) AS text
      WHERE
        NOT text IS NULL
    )
    ELSE ARRAY(
      SELECT
        text
      FROM UNNEST([CAST(NULL AS STRING)]) AS text
      WHERE
        NOT text IS NULL
    )
  END AS `decision_unreadable`
FROM level_5
