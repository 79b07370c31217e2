SELECT
  `maj`,
  `haste`,
  `by`,
  `price`,
  `qty`,
  `who`,
  CASE
    WHEN `__disposition_ending` IN (0)
    THEN CAST(NULL AS STRING)
    WHEN `__disposition_ending` IN (2)
    THEN 'ship'
    WHEN `__disposition_ending` IN (4)
    THEN 'sort'
    ELSE 'hold'
  END AS `decision_outcome`,
  CASE
    WHEN `__disposition_list_1_0` = 0
    THEN CAST(ARRAY() AS ARRAY<STRING>)
    ELSE FILTER(
      ARRAY(
        'defects.major.found',
        'lot.quantity',
        'lot.unit_price',
        'shipment.ship_by',
        'shipment.urgency',
        'supplier.id'
      ),
      (text, place) -> GETBIT(`__disposition_list_1_0`, place) = 1
    )
  END AS `decision_missing`,
  CASE
    WHEN `__disposition_unreadable`
    THEN FILTER(
      ARRAY(
        CASE WHEN NOT `maj` BETWEEN 0 AND 999999999999999 THEN 'maj' END,
        CASE WHEN `__disposition_1_bad` THEN 'haste' END,
        CASE WHEN `__disposition_2_bad` THEN 'by' END,
        CASE WHEN NOT `price` BETWEEN 0.00 AND 999999999999999.99 THEN 'price' END,
        CASE WHEN NOT `qty` BETWEEN 1 AND 1000000000000 THEN 'qty' END
      ),
      text -> NOT text IS NULL
    )
    ELSE CAST(ARRAY() AS ARRAY<STRING>)
  END AS `decision_unreadable`
FROM (
SELECT
  *,
  (
    CASE
      WHEN (
        (
          (
            `__disposition_ending` = 1
          )
          AND (
            (
              (
                `__disposition_0_value` <= 5
              ) AND (
                `__disposition_1_value` <> 'low'
              )
            ) IS NULL
          )
        )
        AND (
          `__disposition_0_value` IS NULL
        )
      )
      THEN CAST(1 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END | CASE
      WHEN (
        (
          `__disposition_ending` = 3
        ) AND (
          `__disposition_4_value` IS NULL
        )
      )
      THEN CAST(2 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END | CASE
      WHEN (
        (
          `__disposition_ending` = 3
        ) AND (
          `__disposition_3_value` IS NULL
        )
      )
      THEN CAST(4 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END | CASE
      WHEN (
        (
          `__disposition_ending` = 1
        ) AND (
          `__disposition_2_value` IS NULL
        )
      )
      THEN CAST(8 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END | CASE
      WHEN (
        (
          (
            `__disposition_ending` = 1
          )
          AND (
            (
              (
                `__disposition_0_value` <= 5
              ) AND (
                `__disposition_1_value` <> 'low'
              )
            ) IS NULL
          )
        )
        AND (
          `__disposition_1_value` IS NULL
        )
      )
      THEN CAST(16 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END | CASE
      WHEN (
        (
          `__disposition_ending` = 3
        ) AND (
          `__disposition_5_value` IS NULL
        )
      )
      THEN CAST(32 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END
  ) | (
    CASE
      WHEN (
        (
          (
            `__disposition_ending` = 1
          )
          AND (
            (
              (
                `__disposition_0_value` <= 5
              ) AND (
                `__disposition_1_value` <> 'low'
              )
            ) IS NULL
          )
        )
        AND (
          `__disposition_0_value` IS NULL
        )
      )
      THEN CAST(1 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END | CASE
      WHEN (
        (
          `__disposition_ending` = 3
        ) AND (
          `__disposition_4_value` IS NULL
        )
      )
      THEN CAST(2 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END | CASE
      WHEN (
        (
          `__disposition_ending` = 3
        ) AND (
          `__disposition_3_value` IS NULL
        )
      )
      THEN CAST(4 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END | CASE
      WHEN (
        (
          `__disposition_ending` = 1
        ) AND (
          `__disposition_2_value` IS NULL
        )
      )
      THEN CAST(8 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END | CASE
      WHEN (
        (
          (
            `__disposition_ending` = 1
          )
          AND (
            (
              (
                `__disposition_0_value` <= 5
              ) AND (
                `__disposition_1_value` <> 'low'
              )
            ) IS NULL
          )
        )
        AND (
          `__disposition_1_value` IS NULL
        )
      )
      THEN CAST(16 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END | CASE
      WHEN (
        (
          `__disposition_ending` = 3
        ) AND (
          `__disposition_5_value` IS NULL
        )
      )
      THEN CAST(32 AS BIGINT)
      ELSE CAST(0 AS BIGINT)
    END
  ) AS `__disposition_list_1_0`
FROM (
SELECT
  *,
  CASE
    WHEN `__disposition_unreadable`
    THEN 0
    WHEN (
      (
        (
          `__disposition_0_value` <= 5
        ) AND (
          `__disposition_1_value` <> 'low'
        )
      )
      AND (
        `__disposition_2_value` >= 20782
      )
    ) IS NULL
    THEN 1
    WHEN (
      (
        (
          `__disposition_0_value` <= 5
        ) AND (
          `__disposition_1_value` <> 'low'
        )
      )
      AND (
        `__disposition_2_value` >= 20782
      )
    )
    THEN 2
    WHEN (
      (
        COALESCE(
          TRY_MULTIPLY(`__disposition_3_value`, `__disposition_4_value`) > 100050,
          (
            CAST(`__disposition_3_value` AS DECIMAL(38, 0)) * CAST(`__disposition_4_value` AS DECIMAL(38, 0))
          ) > 100050
        )
      )
      AND (
        `__disposition_5_value` <> 'Neill & Co'
      )
    ) IS NULL
    THEN 3
    WHEN (
      (
        COALESCE(
          TRY_MULTIPLY(`__disposition_3_value`, `__disposition_4_value`) > 100050,
          (
            CAST(`__disposition_3_value` AS DECIMAL(38, 0)) * CAST(`__disposition_4_value` AS DECIMAL(38, 0))
          ) > 100050
        )
      )
      AND (
        `__disposition_5_value` <> 'Neill & Co'
      )
    )
    THEN 4
    ELSE 5
  END AS `__disposition_ending`
FROM (
SELECT
  *,
  CASE
    WHEN `__disposition_1_bad`
    THEN NULL
    ELSE CASE WHEN TRIM(CAST(`haste` AS STRING)) = 'E' THEN 'high' END
  END AS `__disposition_1_value`,
  CASE
    WHEN `__disposition_2_bad`
    THEN NULL
    ELSE CAST(DATEDIFF(DAY, CAST('1970-01-01' AS DATE), CAST(`by` AS DATE)) AS BIGINT)
  END AS `__disposition_2_value`,
  CASE
    WHEN (
      (
        (
          (
            NOT `maj` BETWEEN 0 AND 999999999999999
          ) OR `__disposition_1_bad`
        )
        OR (
          `__disposition_2_bad` OR (
            NOT `price` BETWEEN 0.00 AND 999999999999999.99
          )
        )
      )
      OR (
        (
          NOT `qty` BETWEEN 1 AND 1000000000000
        ) OR FALSE
      )
    ) IS NULL
    THEN NULL
    WHEN (
      (
        (
          (
            NOT `maj` BETWEEN 0 AND 999999999999999
          ) OR `__disposition_1_bad`
        )
        OR (
          `__disposition_2_bad` OR (
            NOT `price` BETWEEN 0.00 AND 999999999999999.99
          )
        )
      )
      OR (
        (
          NOT `qty` BETWEEN 1 AND 1000000000000
        ) OR FALSE
      )
    )
    THEN TRUE
    ELSE FALSE
  END AS `__disposition_unreadable`
FROM (
SELECT
  *,
  NOT TRIM(CAST(`haste` AS STRING)) IN ('E', '-', '') AS `__disposition_1_bad`,
  CAST(`by` AS DATE) < CAST('1900-01-01' AS DATE)
  OR CAST(`by` AS DATE) > CAST('2999-12-31' AS DATE) AS `__disposition_2_bad`,
  CASE
    WHEN NOT `maj` BETWEEN 0 AND 999999999999999
    THEN NULL
    ELSE CAST(`maj` AS BIGINT)
  END AS `__disposition_0_value`,
  CASE
    WHEN NOT `price` BETWEEN 0.00 AND 999999999999999.99
    THEN NULL
    ELSE CAST(`price` * 100 AS BIGINT)
  END AS `__disposition_3_value`,
  CASE
    WHEN NOT `qty` BETWEEN 1 AND 1000000000000
    THEN NULL
    ELSE CAST(`qty` AS BIGINT)
  END AS `__disposition_4_value`,
  CASE
    WHEN NOT TRIM(CAST(`who` AS STRING)) IN ('')
    THEN TRIM(CAST(`who` AS STRING))
  END AS `__disposition_5_value`
FROM (
SELECT
  *
FROM qm.lots
) AS source
) AS level_0
) AS level_1
) AS level_2
) AS level_3
