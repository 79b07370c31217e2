WITH list_1_read AS (
  SELECT
    *,
    NULLIF(TRIM(CAST(`lot` AS STRING)), '') AS `__disposition_list_1_value_key_0`,
    FALSE AS `__disposition_list_1_0_bad`,
    NOT `n` BETWEEN -1000000000000 AND 1000000000000 AS `__disposition_list_1_1_bad`
  FROM tests
  WHERE
    (
      NOT (
        NULLIF(TRIM(CAST(`lot` AS STRING)), '')
      ) IS NULL
    )
), list_1_gathered AS (
  SELECT
    `__disposition_list_1_value_key_0`,
    COLLECT_LIST(
      STRUCT(
        `ok` AS `__disposition_list_1_0_value`,
        CASE WHEN `__disposition_list_1_1_bad` THEN NULL ELSE CAST(`n` AS BIGINT) END AS `__disposition_list_1_1_value`
      )
    ) AS `__disposition_list_1_value_given`,
    MAX(
      CASE
        WHEN (
          (
            COALESCE(`__disposition_list_1_0_bad`, FALSE)
          )
          OR (
            COALESCE(`__disposition_list_1_1_bad`, FALSE)
          )
        )
        THEN 1
        ELSE 0
      END
    ) AS `__disposition_list_1_bad`
  FROM list_1_read
  GROUP BY
    `__disposition_list_1_value_key_0`
), source AS (
  SELECT
    *
  FROM qm.lots
), list_1_keyed AS (
  SELECT
    *,
    NULLIF(TRIM(CAST(`no` AS STRING)), '') AS `__disposition_list_1_value_key_0`,
    COUNT(*) OVER (PARTITION BY NULLIF(TRIM(CAST(`no` AS STRING)), '')) AS `__disposition_list_1_value_lots`
  FROM source
)
SELECT
  `no`,
  `crit`,
  `maj`,
  CASE
    WHEN `__disposition_ending` IN (0)
    THEN CAST(NULL AS STRING)
    WHEN `__disposition_ending` IN (2)
    THEN 'ship'
    ELSE 'hold'
  END AS `decision_outcome`,
  CASE
    WHEN `__disposition_unreadable`
    THEN FILTER(
      ARRAY(
        CASE WHEN NOT `crit` BETWEEN 0 AND 1000000000000 THEN 'crit' END,
        CASE WHEN NOT `maj` BETWEEN 0 AND 1000000000000 THEN 'maj' END,
        CASE WHEN `__disposition_list_1_bad` THEN 'tests' END
      ),
      text -> NOT text IS NULL
    )
    ELSE CAST(ARRAY() AS ARRAY<STRING>)
  END AS `decision_unreadable`
FROM (
SELECT
  *,
  CASE
    WHEN `__disposition_unreadable`
    THEN 0
    WHEN `__disposition_level_0` IS NULL
    THEN 1
    WHEN `__disposition_level_0`
    THEN 2
    ELSE 3
  END AS `__disposition_ending`
FROM (
SELECT
  *,
  (
    (
      CASE
        WHEN (
          (
            NOT `__disposition_list_1_value` IS NULL
          )
          AND (
            NOT (
              COALESCE(
                EXISTS(
                  `__disposition_list_1_value`,
                  item_1 -> NOT (
                    (
                      (
                        NOT (
                          (
                            (
                              item_1.`__disposition_list_1_0_value`
                            ) IS NULL
                          )
                          OR (
                            item_1.`__disposition_list_1_0_value`
                          )
                        )
                      )
                      OR (
                        NOT (
                          (
                            (
                              (
                                NOT (
                                  item_1.`__disposition_list_1_0_value`
                                ) IS NULL
                              )
                              AND (
                                item_1.`__disposition_list_1_0_value`
                              )
                            )
                            OR (
                              (
                                item_1.`__disposition_list_1_1_value`
                              ) IS NULL
                            )
                          )
                          OR (
                            (
                              item_1.`__disposition_list_1_1_value`
                            ) <> 0
                          )
                        )
                      )
                    )
                    OR CASE
                      WHEN (
                        (
                          NOT (
                            item_1.`__disposition_list_1_0_value`
                          ) IS NULL
                        )
                        AND (
                          item_1.`__disposition_list_1_0_value`
                        )
                      )
                      THEN NOT (
                        item_1.`__disposition_list_1_1_value`
                      ) IS NULL
                      ELSE (
                        (
                          NOT (
                            item_1.`__disposition_list_1_1_value`
                          ) IS NULL
                        )
                        AND (
                          (
                            item_1.`__disposition_list_1_1_value`
                          ) = 0
                        )
                      )
                    END
                  )
                ),
                FALSE
              )
            )
          )
        )
        THEN COALESCE(
          AGGREGATE(
            FILTER(
              `__disposition_list_1_value`,
              item_1 -> (
                (
                  NOT (
                    item_1.`__disposition_list_1_0_value`
                  ) IS NULL
                )
                AND (
                  item_1.`__disposition_list_1_0_value`
                )
              )
            ),
            CAST(0 AS DECIMAL(38, 0)),
            (total, item_1) -> CAST(total + CASE
              WHEN NOT (
                item_1.`__disposition_list_1_1_value`
              ) IS NULL
              THEN item_1.`__disposition_list_1_1_value`
              ELSE 0
            END AS DECIMAL(38, 0))
          ),
          0
        )
      END <= 5
    )
    AND (
      CASE
        WHEN (
          (
            NOT `__disposition_list_0_value` IS NULL
          )
          AND (
            NOT (
              COALESCE(
                EXISTS(
                  `__disposition_list_0_value`,
                  item_1 -> NOT (
                    (
                      (
                        NOT (
                          (
                            (
                              item_1.`__disposition_list_0_0_value`
                            ) IS NULL
                          )
                          OR (
                            (
                              item_1.`__disposition_list_0_0_value`
                            ) = 'critical'
                          )
                        )
                      )
                      OR (
                        NOT (
                          (
                            (
                              (
                                NOT (
                                  item_1.`__disposition_list_0_0_value`
                                ) IS NULL
                              )
                              AND (
                                (
                                  item_1.`__disposition_list_0_0_value`
                                ) = 'critical'
                              )
                            )
                            OR (
                              (
                                item_1.`__disposition_list_0_2_value`
                              ) IS NULL
                            )
                          )
                          OR (
                            (
                              item_1.`__disposition_list_0_2_value`
                            ) <> 0
                          )
                        )
                      )
                    )
                    OR CASE
                      WHEN (
                        (
                          NOT (
                            item_1.`__disposition_list_0_0_value`
                          ) IS NULL
                        )
                        AND (
                          (
                            item_1.`__disposition_list_0_0_value`
                          ) = 'critical'
                        )
                      )
                      THEN NOT (
                        item_1.`__disposition_list_0_2_value`
                      ) IS NULL
                      ELSE (
                        (
                          NOT (
                            item_1.`__disposition_list_0_2_value`
                          ) IS NULL
                        )
                        AND (
                          (
                            item_1.`__disposition_list_0_2_value`
                          ) = 0
                        )
                      )
                    END
                  )
                ),
                FALSE
              )
            )
          )
        )
        THEN COALESCE(
          AGGREGATE(
            FILTER(
              `__disposition_list_0_value`,
              item_1 -> (
                (
                  NOT (
                    item_1.`__disposition_list_0_0_value`
                  ) IS NULL
                )
                AND (
                  (
                    item_1.`__disposition_list_0_0_value`
                  ) = 'critical'
                )
              )
            ),
            CAST(0 AS DECIMAL(38, 0)),
            (total, item_1) -> CAST(total + CASE
              WHEN NOT (
                item_1.`__disposition_list_0_2_value`
              ) IS NULL
              THEN item_1.`__disposition_list_0_2_value`
              ELSE 0
            END AS DECIMAL(38, 0))
          ),
          0
        )
      END = 0
    )
  ) AS `__disposition_level_0`
FROM (
SELECT
  *,
  CASE
    WHEN `__disposition_list_1_bad`
    THEN NULL
    ELSE CASE
      WHEN NOT `__disposition_list_1_value_given` IS NULL
      THEN `__disposition_list_1_value_given`
      WHEN (
        NOT `__disposition_list_1_value_key_0` IS NULL
      )
      THEN ARRAY()
    END
  END AS `__disposition_list_1_value`,
  CASE
    WHEN (
      (
        `__disposition_count_0_value` IS NULL
      )
      OR (
        `__disposition_count_1_value` IS NULL
      )
    )
    THEN NULL
    ELSE FILTER(
      ARRAY(
        STRUCT(
          CAST('critical' AS STRING) AS `__disposition_list_0_0_value`,
          CAST(TRUE AS BOOLEAN) AS `__disposition_list_0_1_value`,
          CAST(`__disposition_count_0_value` AS BIGINT) AS `__disposition_list_0_2_value`
        ),
        STRUCT(
          CAST('major' AS STRING) AS `__disposition_list_0_0_value`,
          CAST(NULL AS BOOLEAN) AS `__disposition_list_0_1_value`,
          CAST(`__disposition_count_1_value` AS BIGINT) AS `__disposition_list_0_2_value`
        )
      ),
      item -> item.`__disposition_list_0_2_value` > 0
    )
  END AS `__disposition_list_0_value`,
  CASE
    WHEN (
      (
        (
          NOT `crit` BETWEEN 0 AND 1000000000000
        )
        OR (
          NOT `maj` BETWEEN 0 AND 1000000000000
        )
      )
      OR `__disposition_list_1_bad`
    ) IS NULL
    THEN NULL
    WHEN (
      (
        (
          NOT `crit` BETWEEN 0 AND 1000000000000
        )
        OR (
          NOT `maj` BETWEEN 0 AND 1000000000000
        )
      )
      OR `__disposition_list_1_bad`
    )
    THEN TRUE
    ELSE FALSE
  END AS `__disposition_unreadable`
FROM (
SELECT
  *,
  (
    (
      COALESCE(`__disposition_list_1_bad_lines`, 0) = 1
    )
    OR (
      (
        NOT `__disposition_list_1_value_key_0` IS NULL
      )
      AND (
        `__disposition_list_1_value_lots` > 1
      )
    )
  ) AS `__disposition_list_1_bad`,
  CASE
    WHEN NOT `crit` BETWEEN 0 AND 1000000000000
    THEN NULL
    ELSE CAST(`crit` AS BIGINT)
  END AS `__disposition_count_0_value`,
  CASE
    WHEN NOT `maj` BETWEEN 0 AND 1000000000000
    THEN NULL
    ELSE CAST(`maj` AS BIGINT)
  END AS `__disposition_count_1_value`
FROM (
SELECT
  __disposition_lots.*,
  __disposition_lines.`__disposition_list_1_value_given`,
  __disposition_lines.`__disposition_list_1_bad` AS `__disposition_list_1_bad_lines`
FROM list_1_keyed AS __disposition_lots
LEFT JOIN list_1_gathered AS __disposition_lines
  ON (
    __disposition_lots.`__disposition_list_1_value_key_0` = __disposition_lines.`__disposition_list_1_value_key_0`
  )
) AS list_1_joined
) AS level_0
) AS level_1
) AS level_2
) AS level_3
